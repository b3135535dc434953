package io.snapledger.cli;

/** Answers of the services, as the resources of the services give them. */
final class Canned {

    static final String BACKUP = "20261121t000000z-abcdefghij";
    static final String SNAPSHOT = BACKUP + "-klmnop";
    static final String ACCEPTED = "{\"backup\":\"" + BACKUP + "\",\"plan\":\"nightly\",\"event\":\"e-1\"}";
    static final String RUNNING = backup("running", null, "dumping");
    static final String COMPLETE = backup("complete", "complete", "committed");
    static final String PLANNED = planned("");

    static final String READY = health("UP");

    private Canned() {}

    /** What all services in one process answer; {@code dump} is the state of the dump-service. */
    static String health(String dump) {
        return """
                {"status":"%s","checks":[
                 {"name":"scheduler reads the ledger","status":"UP"},{"name":"dump takes requests","status":"%s"},
                 {"name":"storage reaches a repository","status":"UP","data":{"main":"usable"}},
                 {"name":"catalog has caught up","status":"UP"},{"name":"restore takes requests","status":"UP"}]}
                """.formatted(dump, dump);
    }

    static String error(String code) {
        return "{\"code\":\"" + code + "\",\"message\":\"something is so\",\"hint\":\"do this\"}";
    }

    static String listOf(String item) {
        return "{\"items\":[" + item + "],\"next\":null,\"rebuilding\":false,\"historyUnknown\":false}";
    }

    static String backup(String state, String outcome, String snapshotState) {
        return """
                {"id":"%s","plan":"nightly","reason":"manual","requestedBy":"cli:root","dueAt":"2026-11-21T00:00:00Z",
                 "state":"%s","outcome":%s,"history":"known","repositories":["main"],
                 "stores":[{"store":"shop","kind":"postgresql","snapshot":"%s","state":"%s","outcome":%s,"attempts":1,
                   "bytesRead":1048576,"bytesStored":262144,"copies":{"main":"%s"},"reason":null,"message":null}],
                 "bytesRead":1048576,"bytesStored":262144,"plannedAt":"2026-11-21T00:00:00.100Z",
                 "endedAt":"2026-11-21T00:00:12.600Z",
                 "snapshots":[{"id":"%s","backup":"%s","store":"shop","kind":"postgresql","state":"%s",
                   "attempt":"1-0123456789abcdef","bytesRead":1048576,"bytesStored":262144,
                   "toolVersion":"pg_dump (PostgreSQL) 15.18","serverVersion":"PostgreSQL 15.18",
                   "startedAt":"2026-11-21T00:00:01Z","sealedAt":"2026-11-21T00:00:11Z",
                   "committedAt":"2026-11-21T00:00:12Z",
                   "streams":[{"name":"shop.dump","bytes":1048576,
                     "sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                     "nativeUse":"pg_restore --create --dbname postgres shop.dump"}],
                   "notIncluded":[{"what":"replication slots","reason":"they belong to the server"}],
                   "warnings":[]}],
                 "events":[]}
                """.formatted(
                        BACKUP,
                        state,
                        outcome == null ? "null" : "\"" + outcome + "\"",
                        SNAPSHOT,
                        snapshotState,
                        outcome == null ? "null" : "\"" + outcome + "\"",
                        snapshotState,
                        SNAPSHOT,
                        BACKUP,
                        snapshotState);
    }

    static String planned(String blocker) {
        String blockers = blocker.isEmpty() ? "[]" : "[\"" + blocker + "\"]";
        return """
                {"restore":"dry-run","executes":false,"stores":[{"store":"shop","snapshot":"%s","backup":"%s",
                 "repository":"main","target":"shop at 127.0.0.1:5432","fresh":true,"actions":["create database shop"],
                 "blockers":%s,"warnings":["not included: replication slots"],"bytes":1048576}],"blockers":%s,
                 "warnings":[]}
                """.formatted(SNAPSHOT, BACKUP, blockers, blockers);
    }

    static String restore(String state, String reason) {
        return """
                {"id":"r-1","state":"%s","request":{"from":"latest","stores":["shop"],"dryRun":false},"executes":true,
                 "planned":[],"blockers":[],"warnings":[],"progress":null,
                 "restored":[{"store":"shop","snapshot":"%s","target":"shop","bytes":5,"factsCompared":7,"notes":[]}],
                 "tries":1,"reason":%s,"message":null,"requestedAt":"2026-11-21T00:00:00Z",
                 "endedAt":"2026-11-21T00:00:05Z","events":[]}
                """.formatted(state, SNAPSHOT, reason == null ? "null" : "\"" + reason + "\"");
    }
}
