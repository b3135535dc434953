package io.snapledger.standalone.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup that is not what it should be says so wherever it is shown, and to whoever made it at once. */
class FlawedBackupsIT {

    private static final String LATEST =
            "snapledger restore create --from latest --dry-run --to project=/nonexistent/p";

    @TempDir
    Path work;

    @Test
    void whatMissesSomethingIsPartialUntilItIsAcceptedForGood() throws Exception {
        Path tree = Files.createDirectories(work.resolve("tree"));
        shell(
                "git init -q original && cd original && git -c user.name=a -c user.email=a@b commit -q --allow-empty -m one"
                        + " && cd .. && git clone -q --shared original tree/borrows && echo text >tree/borrows/file");
        try (Machine machine = new Machine(work).up("--store project=files:" + tree)) {
            String made = machine.said(3, "snapledger backup create --wait");

            assertThat(made)
                    .containsPattern("State +partial \\(project misses 1\\)")
                    .contains("project: missed: ", "borrows", "accept-missing=");
            assertThat(machine.said(0, "snapledger backup list"))
                    .contains("partial")
                    .contains("project misses 1");
            assertThat(machine.said(1, "snapledger status"))
                    .contains("AT RISK: plan 'default' has no complete backup of all its stores");
            // git finds more amiss in the repository than the missing objects: that alone blocks the restore
            assertThat(machine.said(10, LATEST))
                    .contains("its snapshot of project misses 1 thing", "BLOCKED: project: repository 'borrows'");
            machine.down();
            Path accepting = Files.writeString(
                    work.resolve("accepting.properties"), "snapledger.stores.project.accept-missing=*\n");

            machine.up("--config " + accepting);

            assertThat(machine.said(0, "snapledger backup create --wait")).containsPattern("State +complete\n");
            assertThat(machine.said(0, "snapledger status")).doesNotContain("AT RISK: plan");
            assertThat(machine.said(5, "snapledger store forget project")).contains("stands in the configuration, too");
        }
    }

    @Test
    void aStoreThatIsSuddenlyEmptyIsSuspectInTheSameBreathAndIsNotTheLatest() throws Exception {
        Path tree = Files.createDirectories(work.resolve("tree"));
        Path other = Files.createDirectories(work.resolve("other"));
        for (int i = 0; i < 20; i++) {
            Files.writeString(tree.resolve("file-" + i), "content " + i);
        }
        Files.writeString(other.resolve("file"), "content");
        Path soon = Files.writeString(work.resolve("soon.properties"), "snapledger.timing.retry-after=PT0.1S\n");
        try (Machine machine = new Machine(work)
                .up("--config " + soon + " --store project=files:" + tree + " --store other=files:" + other)) {
            machine.said(0, "snapledger backup create --wait");
            shell("rm tree/*");

            String made = machine.said(0, "snapledger backup create --wait");

            assertThat(made)
                    .containsPattern("State +complete \\(project SUSPECT\\)")
                    .contains("project: SUSPECT: ");
            assertThat(machine.said(1, "snapledger status")).contains("the last backup of project is suspect: ");
            assertThat(machine.said(0, LATEST + " --to other=/nonexistent/o"))
                    .contains("is newer but not complete: its snapshot of project is suspect: the store is empty");

            shell("mv other away");

            assertThat(machine.said(3, "snapledger backup create --wait"))
                    .containsPattern("State +partial \\(.*other failed")
                    .contains("other: store-unreachable: there is no directory");
            assertThat(machine.said(0, "snapledger backup list")).contains("other failed");
            assertThat(machine.said(1, "snapledger status")).contains("other failed");
            shell("mv away other");

            String part = machine.said(0, "snapledger backup create --exclude-store project --wait");

            assertThat(part).containsPattern("State +complete \\(without project\\)");
            assertThat(machine.said(1, "snapledger status"))
                    .contains("the last backup of project is suspect")
                    .doesNotContain(part.lines()
                            .filter(line -> line.startsWith("Backup "))
                            .findFirst()
                            .orElseThrow()
                            .replaceFirst("Backup +(\\S+).*", "$1"));

            assertThat(machine.said(0, "snapledger store forget other")).contains("forgotten from the next start");
            assertThat(machine.said(4, "snapledger store forget other")).contains("no store of this name was given");
            machine.down();
            machine.up("");
            assertThat(machine.said(0, "snapledger store list"))
                    .contains("project")
                    .doesNotContain("other");
            assertThat(machine.said(0, "snapledger snapshot list --store other"))
                    .contains("other");
        }
    }

    private void shell(String command) throws Exception {
        Process process = new ProcessBuilder("/bin/sh", "-euc", command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).describedAs(said).isZero();
    }
}
