// A bare echo bot on grammY with a Redis session: what the load comparison measures Merzim against.
// Written as grammY's documentation advises for load: the runner, messages of one chat in order, sessions in Redis.
import { run, sequentialize } from "@grammyjs/runner";
import { RedisAdapter } from "@grammyjs/storage-redis";
import { Bot, session } from "grammy";
import { Redis } from "ioredis";

const concurrency = 500; // updates in work at once, the runner's own default
const sessionLife = 30 * 24 * 60 * 60; // seconds

const redis = new Redis(process.env.REDIS_URL);
const bot = new Bot(process.env.TELEGRAM_TOKEN, {
  client: { apiRoot: process.env.TELEGRAM_API_URL },
});

bot.use(sequentialize((ctx) => ctx.chat?.id.toString()));
bot.use(session({
  initial: () => ({ count: 0 }),
  storage: new RedisAdapter({ instance: redis, ttl: sessionLife }),
}));
bot.on("message:text", async (ctx) => {
  ctx.session.count++;
  await ctx.reply(ctx.message.text);
});
bot.catch((err) => console.error("update:", err.error));

const runner = run(bot, { sink: { concurrency } });

async function stop() {
  if (runner.isRunning()) await runner.stop();
  redis.disconnect();
}
process.once("SIGTERM", stop);
process.once("SIGINT", stop);
