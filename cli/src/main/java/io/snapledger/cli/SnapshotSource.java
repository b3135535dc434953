package io.snapledger.cli;

import io.snapledger.cli.cold.ColdOptions;
import io.snapledger.cli.cold.ColdRepository;
import io.snapledger.cli.cold.SnapshotEntries;
import io.snapledger.cli.service.ServiceEntries;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.keys.KeyRing;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where snapshots are read: a repository at hand, or one behind the services. */
final class SnapshotSource {

    @Option(
            names = "--repository",
            paramLabel = "NAME",
            description = "Through the services, from this repository (default: the first that has it).")
    private String repository;

    @Mixin
    private ColdOptions cold;

    interface Use {
        void of(SnapshotRepository repository, KeyRing keys);
    }

    /**
     * Looks into snapshots: opened here where a key is at hand, else by restore-service, which has the keys.
     *
     * @param first the repository behind the services that is taken where none is named
     */
    void look(Session session, Supplier<String> first, Consumer<EntryLists> look) {
        Surroundings surroundings = session.surroundings();
        boolean atHand = repository == null ? cold.orElse(surroundings).isGiven() : cold.isGiven();
        if (atHand || cold.hasKey(surroundings, session.services().local().key())) {
            use(session, first, (from, keys) -> {
                try (EntryLists lists = SnapshotEntries.of(from, keys, surroundings.clock())) {
                    look.accept(lists);
                }
            });
        } else {
            look.accept(new ServiceEntries(session.services(), repository));
        }
    }

    /** @param first the repository behind the services that is taken where none is named */
    void use(Session session, Supplier<String> first, Use use) {
        if (repository == null && cold.orElse(session.surroundings()).isGiven()) {
            KeyRing keys = cold.ring(session.surroundings());
            try (ColdRepository opened = cold.open(session.surroundings())) {
                use.of(opened.repository(), keys);
            }
        } else if (cold.isGiven()) {
            throw CliException.usage("--repository contradicts --from; HINT: leave one out");
        } else {
            KeyRing keys =
                    cold.ring(session.surroundings(), session.services().local().key());
            use.of(session.services().repository(repository == null ? first.get() : repository), keys);
        }
    }
}
