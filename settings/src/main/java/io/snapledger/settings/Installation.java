package io.snapledger.settings;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that an installation configures, below {@code snapledger}. One configuration serves all services and the command line: each reads
 * all of it, and what is wrong with any of it stops any of them.
 *
 * @param installation id of the installation, the same for all its services and part of every backup id; chosen once, e.g. with
 *     {@code uuidgen}, and never changed
 * @param dataDirectory small local state of a service; the scheduler's and the catalog's can be made again from Kafka
 * @param storageUrl where storage-service listens
 * @param kafka how Kafka is used; where it is, is {@code kafka.bootstrap.servers}
 * @param internal what the services show each other
 * @param access who may call
 * @param keys the keys of the installation
 * @param timing how long the services wait for each other
 * @param stores the stores by name: {@code kind}, and the options of the kind
 * @param repositories the repositories by name: {@code kind}, and the settings of the kind
 * @param plans the plans by name
 * @param scheduler what scheduler-service alone reads
 * @param dump what dump-service reads
 * @param storage what storage-service alone reads
 * @param catalog what catalog-service alone reads
 * @param restore what restore-service alone reads
 */
public record Installation(
        @Setting(unset = "must be given; `up` makes one") Optional<String> installation,
        @Setting(byDefault = "snapledger-data") Path dataDirectory,
        @Setting(byDefault = "http://127.0.0.1:8083") URI storageUrl,
        KafkaSection kafka,
        InternalSection internal,
        AccessSection access,
        KeysSection keys,
        TimingSection timing,
        Map<String, Declared> stores,
        Map<String, Declared> repositories,
        Map<String, PlanSection> plans,
        SchedulerSection scheduler,
        DumpSection dump,
        StorageSection storage,
        CatalogSection catalog,
        RestoreSection restore) {

    /**
     * Reads a configuration.
     *
     * @throws SettingsException with everything that is wrong with it; whether references between its parts hold is for their readers to say
     */
    public static Installation read(SettingsSource source) {
        return SettingsReader.read(Installation.class, SettingNames.PREFIX, source);
    }

    /**
     * The id, for a service.
     *
     * @throws IllegalArgumentException if none is given
     */
    public String id() {
        return installation.orElseThrow(
                () -> new IllegalArgumentException(
                        "snapledger.installation is missing; HINT: choose an id once, e.g. with uuidgen, give it to all services of this installation, and never change it"));
    }

    /** Where the keys are: in the data directory, where nothing else is said. */
    public Path keyDirectory() {
        return keys.directory().orElse(dataDirectory.resolve("keys"));
    }

    /** Where sealed segments wait: in the data directory, where nothing else is said. */
    public Path stagingDirectory() {
        return dump.stagingDirectory().orElse(dataDirectory.resolve("staging"));
    }

    /** Private files of the tools of one service. */
    public Path toolDirectory(String service) {
        return dataDirectory.resolve("tools").resolve(service);
    }
}
