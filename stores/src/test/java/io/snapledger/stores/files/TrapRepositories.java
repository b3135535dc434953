package io.snapledger.stores.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Repositories in a tree, each with one of the {@link GitTraps}; a command that runs leaves a canary beside the tree. */
final class TrapRepositories {

    private final Path tree;
    private final Path model;
    private final Path canaries;

    TrapRepositories(Path scratch, Path tree) throws Exception {
        this.tree = tree;
        canaries = Files.createDirectories(scratch.resolve("canaries"));
        model = Files.createDirectories(scratch.resolve("model"));
        SampleTree.git(model, "init", "-q", "-b", "main");
        Files.writeString(model.resolve("file"), "x\n");
        SampleTree.commit(model, "only");
    }

    /** The repository of one commit that each trap is planted into a copy of. */
    Path model() {
        return model;
    }

    /** A copy of the model with the trap; its work tree looks changed to whoever compares times. */
    void plant(String name, GitTraps.Trap trap) throws Exception {
        Path repository = tree.resolve(name.replace('/', '_'));
        SampleTree.run(tree, "cp", "-R", model.toString(), repository.toString());
        trap.plant(repository, "touch '" + canaries.resolve(name.replaceAll("[^A-Za-z.]", "_")) + "'; cat");
    }

    /** Plants them all; what sang meanwhile, as some do when Git plants its neighbour, is forgotten. */
    void plantAll(Map<String, GitTraps.Trap> traps) throws Exception {
        for (Map.Entry<String, GitTraps.Trap> trap : traps.entrySet()) {
            plant(trap.getKey(), trap.getValue());
        }
        for (String canary : sung()) {
            Files.delete(canaries.resolve(canary));
        }
    }

    /** The traps that acted. */
    List<String> sung() throws IOException {
        try (Stream<Path> all = Files.list(canaries)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
