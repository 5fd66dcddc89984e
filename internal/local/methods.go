package local

// method answers one Bot API method.
type method func(*Server, *call) (any, *apiError)

// findMethod gives the documented name and the method of a lower-case name.
func findMethod(name string) (string, method, bool) {
	switch name {
	case "getme":
		return "getMe", getMe, true
	case "getupdates":
		return "getUpdates", getUpdates, true
	case "setwebhook":
		return "setWebhook", setWebhook, true
	case "deletewebhook":
		return "deleteWebhook", deleteWebhook, true
	case "getwebhookinfo":
		return "getWebhookInfo", getWebhookInfo, true
	case "sendmessage":
		return "sendMessage", sendMessage, true
	case "senddocument":
		return "sendDocument", sendDocument, true
	case "sendphoto":
		return "sendPhoto", sendPhoto, true
	case "copymessage":
		return "copyMessage", copyMessage, true
	case "forwardmessage":
		return "forwardMessage", forwardMessage, true
	case "editmessagetext":
		return "editMessageText", editMessageText, true
	case "editmessagereplymarkup":
		return "editMessageReplyMarkup", editMessageReplyMarkup, true
	case "editmessagecaption":
		return "editMessageCaption", editMessageCaption, true
	case "editmessagemedia":
		return "editMessageMedia", editMessageMedia, true
	case "deletemessage":
		return "deleteMessage", deleteMessage, true
	case "answercallbackquery":
		return "answerCallbackQuery", answerCallbackQuery, true
	case "answerinlinequery":
		return "answerInlineQuery", answerInlineQuery, true
	case "sendchataction":
		return "sendChatAction", sendChatAction, true
	case "setmycommands":
		return "setMyCommands", setMyCommands, true
	case "getmycommands":
		return "getMyCommands", getMyCommands, true
	case "deletemycommands":
		return "deleteMyCommands", deleteMyCommands, true
	case "setchatmenubutton":
		return "setChatMenuButton", setChatMenuButton, true
	case "getchat":
		return "getChat", getChat, true
	case "getfile":
		return "getFile", getFile, true
	case "setmyname":
		return "setMyName", setMyText, true
	case "setmydescription":
		return "setMyDescription", setMyText, true
	case "setmyshortdescription":
		return "setMyShortDescription", setMyText, true
	case "getmyname":
		return "getMyName", getMyText, true
	case "getmydescription":
		return "getMyDescription", getMyText, true
	case "getmyshortdescription":
		return "getMyShortDescription", getMyText, true
	}
	return "", nil, false
}

// properName is the documented form of a method's name, or the fallback for an unknown one.
func properName(lower, fallback string) string {
	if name, _, known := findMethod(lower); known {
		return name
	}
	return fallback
}
