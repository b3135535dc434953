package io.snapledger.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Vectors of the derived ids. They were computed by another program from the description alone: SHA-256 over the parts,
 * each preceded by its UTF-8 length in four bytes, then base32 of RFC 4648 in lower case, cut. A change of one of them
 * would make two snapshots out of one.
 */
class IdentitiesTest {

    @ParameterizedTest
    @CsvSource({
        "3f6c0c1e9a5d4b72, nightly, 2026-11-21T00:00:00Z, 20261121t000000z-iaguxiars5",
        "3f6c0c1e9a5d4b72, nightly, 2026-11-22T00:00:00Z, 20261122t000000z-cmqimlm4el",
        "3f6c0c1e9a5d4b72, weekly, 2026-11-21T00:00:00Z, 20261121t000000z-5krlgroqzq",
        "b0b, nightly, 2026-11-21T00:00:00Z, 20261121t000000z-ppjeqjb32z",
        "3f6c0c1e9a5d4b72, nightly, 1999-12-31T23:59:59Z, 19991231t235959z-zmncae45o4",
    })
    void scheduledBackups(String installation, String plan, Instant dueAt, String backup) {
        assertThat(Identities.scheduledBackup(installation, plan, dueAt)).isEqualTo(backup);
        assertThat(Identities.requireBackup(backup)).isEqualTo(backup);
    }

    @ParameterizedTest
    @CsvSource({
        "3f6c0c1e9a5d4b72, nightly, 2026-11-21T03:04:05Z, /keptn/shop, 7b2e, 20261121t030405z-alubcmuut6",
        "3f6c0c1e9a5d4b72, nightly, 2026-11-21T03:04:05Z, /keptn/shop7, b2e, 20261121t030405z-62cibt42n2",
        "3f6c0c1e9a5d4b72, nightly, 2026-11-21T03:04:05Z, /argo/Euro €, 7b2e, 20261121t030405z-zepemxwg6b",
    })
    void triggeredBackups(String installation, String plan, Instant time, String source, String id, String backup) {
        assertThat(Identities.triggeredBackup(installation, plan, time, source, id))
                .isEqualTo(backup);
    }

    @ParameterizedTest
    @CsvSource({
        "20261121t000000z-iaguxiars5, 3f6c0c1e9a5d4b72, orders, 20261121t000000z-iaguxiars5-74uipb",
        "20261121t000000z-iaguxiars5, 3f6c0c1e9a5d4b72, config, 20261121t000000z-iaguxiars5-igso6s",
    })
    void snapshots(String backup, String installation, String store, String snapshot) {
        assertThat(Identities.snapshot(backup, installation, store)).isEqualTo(snapshot);
        assertThat(Identities.backupOf(snapshot)).isEqualTo(backup);
        assertThat(snapshot).hasSizeLessThanOrEqualTo(63).matches("[a-z0-9-]+");
    }

    @ParameterizedTest
    @CsvSource({
        "/keptn/shop, 7b2e, r-7ipnyhy7dvztedmi",
        "/argo/Euro €, 1, r-kmyr2qgq5k6r6vkg",
    })
    void restores(String source, String id, String restore) {
        assertThat(Identities.restore(source, id)).isEqualTo(restore);
    }

    @ParameterizedTest
    @CsvSource({
        "BACKUP_TRIGGERED,  backup.triggered:nightly:-:2026-11-21T00:00:00Z",
        "BACKUP_PLANNED,    backup.planned:{b}:-:0",
        "BACKUP_MISSED,     backup.missed:nightly:-:2026-11-20T00:00:00Z",
        "DUMP_REQUESTED,    dump.requested:{s}:1:0",
        "DUMP_STARTED,      dump.started:{s}:{a}:0",
        "DUMP_PROGRESS,     dump.progress:{s}:{a}:0",
        "SEGMENT_STAGED,    segment.staged:{s}/{a}/1:{a}:1",
        "DUMP_COMPLETED,    dump.completed:{s}:{a}:0",
        "DUMP_FAILED,       dump.failed:{s}:{a}:0",
        "BACKUP_CANCELLED,  backup.cancelled:{b}:-:0",
        "UPLOAD_FINISHED,   upload.finished:{s}:{a}:main",
        "UPLOAD_FAILED,     upload.failed:{s}:{a}:offsite",
        "BACKUP_COMPLETED,  backup.completed:{b}:-:0",
        "RESTORE_REQUESTED, restore.requested:r-abcdefghijklmnop:-:0",
        "RESTORE_STARTED,   restore.started:r-abcdefghijklmnop:1:0",
        "EXPIRY_REQUESTED,  expiry.requested:{s}:-:main",
        "UNDELETE_REQUESTED, undelete.requested:{s}:-:main",
        "SNAPSHOT_EXPIRED,  snapshot.expired:{s}:-:main@2",
        "SNAPSHOT_KEPT,     snapshot.kept:{s}:-:main",
        "SNAPSHOT_UNDELETED, snapshot.undeleted:{s}:-:main@3",
        "SNAPSHOT_DELETED,  snapshot.deleted:{s}:-:main",
        "SCHEDULER_TICK,    scheduler.tick:-:-:2026-11-21T00:03:24Z",
    })
    void eventIds(EventType type, String id) {
        String expected = id.replace("{b}", SampleEvents.BACKUP)
                .replace("{s}", SampleEvents.SNAPSHOT)
                .replace("{a}", SampleEvents.ATTEMPT);

        assertThat(SampleEvents.of(type).id()).isEqualTo(expected);
    }

    @Test
    void attempts() {
        assertThat(Identities.attempt(2, 0xc0ffeeL)).isEqualTo("2-0000000000c0ffee");
        assertThat(Identities.attempt(1, -1L)).isEqualTo("1-ffffffffffffffff");
        assertThat(Identities.attemptNumber("12-0000000000c0ffee")).isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "orders", "orders-2", "0", "a-b-c", "x234567890123456789012345678901234567890"})
    void namesThatAreAccepted(String name) {
        assertThat(Identities.requireName("store", name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "a-",
                "-a",
                "A",
                "ä",
                "a b",
                "a/b",
                "..",
                "a\n",
                "a\u0000",
                "CON.",
                "x2345678901234567890123456789012345678901",
                "a_b",
                "a.b",
                "%2e%2e"
            })
    void namesThatAreRefused(String name) {
        assertThat(Identities.isName(name)).isFalse();
        assertThatThrownBy(() -> Identities.requireName("store", name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("store is not valid: '");
    }
}
