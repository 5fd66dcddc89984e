-- +goose Up
-- Who is more than a citizen: one role a chat.
CREATE TABLE roles (
    chat       BIGINT PRIMARY KEY,
    role       TEXT   NOT NULL, -- admin, staff, analyst
    agency     TEXT   NOT NULL, -- of staff; else empty
    region     TEXT   NOT NULL, -- of staff of one regional body; else empty
    invitation BIGINT NOT NULL,
    granted_at BIGINT NOT NULL
);

-- Invitations to a role. The token itself is never kept.
CREATE TABLE invitations (
    id              {{identity}},
    hash            TEXT   NOT NULL UNIQUE,
    role            TEXT   NOT NULL,
    agency          TEXT   NOT NULL,
    region          TEXT   NOT NULL,
    created_at      BIGINT NOT NULL,
    expires_at      BIGINT NOT NULL,
    withdrawn_at    BIGINT,
    accepted_at     BIGINT,
    accepted_by     BIGINT, -- nobody once the person is forgotten
    accepted_update BIGINT
);

-- What people did by virtue of a role, and what was refused to them.
CREATE TABLE audit (
    id         {{identity}},
    actor_kind TEXT   NOT NULL, -- person, command_line, visitor, forgotten
    actor      BIGINT,          -- of a person
    action     TEXT   NOT NULL,
    subject    TEXT   NOT NULL, -- of what: never a name, a number of a receipt or a text
    person     BIGINT,          -- whose role it was about
    agency     TEXT   NOT NULL,
    refused    BIGINT NOT NULL,
    at         BIGINT NOT NULL
);
CREATE INDEX audit_of_actor ON audit (actor) WHERE actor IS NOT NULL;
CREATE INDEX audit_of_person ON audit (person) WHERE person IS NOT NULL;
CREATE INDEX audit_by_time ON audit (at);

-- Log-in links, sessions of the console and counts of tries, where there is no
-- Redis.
CREATE TABLE short_values (
    key        TEXT   PRIMARY KEY,
    value      TEXT   NOT NULL,
    expires_at BIGINT NOT NULL -- milliseconds since 1970
);
CREATE INDEX short_values_expire ON short_values (expires_at);

-- What staff look for: open requests of their services by due date, those whose
-- date binds the agency and the others, and a request by the number of its receipt.
CREATE INDEX requests_of_service ON requests (service, COALESCE(due_on, '9999-12-31'), id, region, state) WHERE is_open = 1;
CREATE INDEX requests_bound ON requests (service, COALESCE(due_on, '9999-12-31'), id, region, state)
    WHERE is_open = 1 AND (kind = 'rendering' AND stopped_on IS NULL AND (due_from = 'receipt' OR term_status IN ('act', 'page')));
CREATE INDEX requests_unbound ON requests (service, COALESCE(due_on, '9999-12-31'), id, region, state)
    WHERE is_open = 1 AND NOT (kind = 'rendering' AND stopped_on IS NULL AND (due_from = 'receipt' OR term_status IN ('act', 'page')));
CREATE INDEX requests_of_number ON requests (number, service) WHERE number <> '';

-- Answers of staff to complaints, and the ground on which a mark is contested.
ALTER TABLE complaints ADD COLUMN replied_at BIGINT;
ALTER TABLE complaint_events ADD COLUMN note TEXT NOT NULL DEFAULT '';
CREATE TABLE complaint_answers (
    complaint BIGINT NOT NULL,
    number    BIGINT NOT NULL, -- of the event
    kk        TEXT   NOT NULL,
    ru        TEXT   NOT NULL,
    PRIMARY KEY (complaint, number)
);
CREATE INDEX complaints_of_agency ON complaints (agency, created_at, id);
CREATE INDEX complaints_to_answer ON complaints (agency, created_at, id)
    WHERE replied_at IS NULL AND state IN ('recorded', 'filed', 'not_solved');

-- Ready answers of an agency.
CREATE TABLE answer_templates (
    id         {{identity}},
    agency     TEXT   NOT NULL,
    title      TEXT   NOT NULL,
    kk         TEXT   NOT NULL,
    ru         TEXT   NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX answer_templates_of_agency ON answer_templates (agency, title);

-- Files of new states. The rows stay until they are carried out; then only the
-- account is kept, which holds line numbers and no numbers of receipts.
CREATE TABLE uploads (
    id         {{identity}},
    agency     TEXT   NOT NULL,
    region     TEXT   NOT NULL,
    rows       TEXT   NOT NULL, -- JSON; empty once carried out
    account    TEXT   NOT NULL, -- JSON; empty before
    created_at BIGINT NOT NULL,
    applied_at BIGINT
);
CREATE INDEX uploads_by_time ON uploads (created_at);

-- +goose Down
DROP TABLE uploads;
DROP TABLE answer_templates;
DROP INDEX complaints_to_answer;
DROP INDEX complaints_of_agency;
DROP TABLE complaint_answers;
ALTER TABLE complaint_events DROP COLUMN note;
ALTER TABLE complaints DROP COLUMN replied_at;
DROP INDEX requests_of_number;
DROP INDEX requests_unbound;
DROP INDEX requests_bound;
DROP INDEX requests_of_service;
DROP TABLE short_values;
DROP TABLE audit;
DROP TABLE invitations;
DROP TABLE roles;
