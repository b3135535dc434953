package io.snapledger.cli.cold;

import io.snapledger.cli.CliException;
import io.snapledger.cli.Exit;
import io.snapledger.cli.Surroundings;
import io.snapledger.repository.RepositoryKinds;
import io.snapledger.scheduler.ConfiguredPlans;
import io.snapledger.settings.Declared;
import io.snapledger.settings.Installation;
import io.snapledger.settings.SettingProblem;
import io.snapledger.settings.SettingsException;
import io.snapledger.settings.SettingsSource;
import io.snapledger.stores.EngineContext;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreDefinitions;
import io.snapledger.stores.StoreEngines;
import io.snapledger.stores.command.LocalCommandRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The configuration of the services, read with none of them running. */
public final class ColdConfiguration {

    private ColdConfiguration() {}

    /** No store at all: only files, into a directory that is named. */
    public static StoreDefinitions noStores() {
        return new StoreDefinitions(List.of());
    }

    /**
     * The stores of a properties or YAML file, as the services would read it here.
     *
     * @throws CliException if it cannot be read, or anything is wrong with it
     */
    public static StoreDefinitions stores(Path file, Surroundings surroundings) {
        try {
            return StoreDefinitions.of(Installation.read(source(file, surroundings)));
        } catch (IllegalArgumentException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * Everything that is wrong with a configuration, in the order of its parts; no store and no repository is touched.
     *
     * @throws CliException if it cannot be read at all
     */
    public static List<SettingProblem> problems(Path file, Surroundings surroundings) {
        List<SettingProblem> problems = new ArrayList<>();
        SettingsSource source = source(file, surroundings);
        for (int again = 0; again < 2; again++) { // once more without what is wrong, for what stands behind it
            try {
                problems.addAll(ofParts(Installation.read(source), surroundings));
                break;
            } catch (SettingsException e) {
                problems.addAll(e.problems());
                source = source.without(e.problems());
            }
        }
        return problems.stream().distinct().toList();
    }

    private static List<SettingProblem> ofParts(Installation installation, Surroundings surroundings) {
        List<SettingProblem> problems = new ArrayList<>();
        problems.addAll(ofStores(installation, surroundings));
        RepositoryKinds kinds = RepositoryKinds.onClassPath();
        for (Declared repository : installation.repositories().values()) {
            String setting = "snapledger.repositories." + repository.name();
            found(problems, setting, () -> kinds.check(repository.name(), repository.settings()));
        }
        problems.addAll(ConfiguredPlans.problems(installation));
        return problems;
    }

    private static List<SettingProblem> ofStores(Installation installation, Surroundings surroundings) {
        List<SettingProblem> problems = new ArrayList<>();
        List<StoreDefinition> readable = new ArrayList<>();
        for (Declared store : installation.stores().values()) {
            String setting = "snapledger.stores." + store.name();
            found(
                    problems,
                    setting,
                    () -> readable.add(new StoreDefinition(store.name(), store.kind(), store.options())));
        }
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (LocalCommandRunner commands = new LocalCommandRunner(temporary)) {
            StoreEngines engines = StoreEngines.load(new EngineContext(commands, surroundings.clock()));
            problems.addAll(new StoreDefinitions(readable).problems(engines));
            return problems;
        } catch (IOException e) {
            throw new CliException(Exit.FAILED, "io", "cannot write to " + temporary + ": " + e.getMessage(), e);
        }
    }

    private static void found(List<SettingProblem> problems, String setting, Runnable reading) {
        try {
            reading.run();
        } catch (SettingsException e) {
            problems.addAll(e.problems());
        } catch (IllegalArgumentException e) {
            problems.add(SettingProblem.of(setting, "cannot be used: " + e.getMessage()));
        }
    }

    private static SettingsSource source(Path file, Surroundings surroundings) {
        try {
            return SettingsSource.file(file, surroundings.environment());
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static CliException unreadable(Path file, Exception e) {
        return new CliException(
                Exit.USAGE, "usage", "cannot read the configuration " + file + ": " + e.getMessage(), e);
    }
}
