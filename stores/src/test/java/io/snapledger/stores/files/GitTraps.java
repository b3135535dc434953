package io.snapledger.stores.files;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ways in which a stranger's repository can make a Git act, wait, or read without end: a table of name and what is planted. Each
 * command that runs leaves a canary with the trap's name.
 */
final class GitTraps {

    /** Plants one trap in a repository with one commit. */
    interface Trap {
        void plant(Path repository, String command) throws Exception;
    }

    private static final long HUGE = 1_500L << 20;

    private GitTraps() {}

    /** Keys of git-config(1) whose value is a command, or the way to one; {@code %s} stands for the command. */
    private static final List<String> KEYS = List.of(
            "core.fsmonitor=%s",
            "core.sshCommand=%s",
            "core.gitProxy=%s",
            "core.askPass=%s",
            "core.editor=%s",
            "core.pager=%s",
            "core.alternateRefsCommand=%s",
            "pager.fsck=%s",
            "pager.status=%s",
            "pager.config=%s",
            "pager.ls-files=%s",
            "alias.fsck=!%s",
            "alias.status=!%s",
            "diff.external=%s",
            "diff.trap.command=%s",
            "diff.trap.textconv=%s",
            "merge.trap.driver=%s",
            "filter.trap.clean=%s",
            "filter.trap.smudge=%s",
            "filter.trap.process=%s",
            "credential.helper=!%s",
            "credential.https://example.org.helper=!%s",
            "gpg.program=%s",
            "gpg.openpgp.program=%s",
            "gpg.x509.program=%s",
            "gpg.ssh.program=%s",
            "gpg.ssh.defaultKeyCommand=%s",
            "sequence.editor=%s",
            "uploadpack.packObjectsHook=%s",
            "receive.procReceiveRefs=refs",
            "remote.origin.uploadpack=%s",
            "remote.origin.receivepack=%s",
            "remote.origin.vcs=ext",
            "remote.origin.proxy=ext::%s",
            "url.ext::%s.insteadOf=https:",
            "protocol.allow=always",
            "protocol.ext.allow=always",
            "http.proxy=ext::%s",
            "submodule.sub.update=!%s",
            "submodule.recurse=true",
            "trailer.sign.command=%s",
            "trailer.sign.cmd=%s",
            "man.trap.cmd=%s",
            "browser.trap.cmd=%s",
            "difftool.trap.cmd=%s",
            "mergetool.trap.cmd=%s",
            "guitool.trap.cmd=%s",
            "interactive.diffFilter=%s",
            "sendemail.smtpServer=%s",
            "sendemail.tocmd=%s",
            "imap.tunnel=%s",
            "tar.tgz.command=%s",
            "instaweb.httpd=%s",
            "hook.trap.command=%s",
            "hook.trap.event=post-index-change",
            "lfs.customtransfer.trap.path=%s",
            "log.showSignature=true",
            "gc.auto=1",
            "fetch.bundleURI=ext::%s",
            "core.fsmonitorHookVersion=2");

    /** What is read by name in a Git directory, and may be something else than expected. */
    private static final List<String> PLACES = List.of(
            "config",
            "index",
            "packed-refs",
            "refs/heads/odd",
            "refs/replace/odd",
            "objects/info/alternates",
            "objects/info/commit-graph",
            "objects/pack/pack-odd.pack",
            "objects/pack/multi-pack-index",
            "objects/ab/cdef",
            "commondir",
            "gitdir",
            "shallow",
            "info/attributes",
            "info/grafts",
            "logs/HEAD",
            "modules",
            "worktrees",
            "HEAD");

    /** All that may run a command. */
    static Map<String, Trap> commands() {
        Map<String, Trap> traps = new LinkedHashMap<>();
        for (String key : KEYS) {
            traps.put("key " + key.substring(0, key.indexOf('=')), (repository, command) -> {
                int equals = key.lastIndexOf('=');
                config(
                        repository,
                        key.substring(0, equals).formatted(command),
                        key.substring(equals + 1).formatted(command));
            });
        }
        traps.put("filter with an equals sign", (repository, command) -> filter(repository, "a=b", command));
        traps.put("filter that is required", (repository, command) -> {
            filter(repository, "needed", command);
            config(repository, "filter.needed.required", "true");
        });
        traps.put("filter by info/attributes", (repository, command) -> {
            filter(repository, "info", command);
            Files.delete(repository.resolve(".gitattributes"));
            append(repository.resolve(".git/info/attributes"), "* filter=info\n");
        });
        traps.put("textconv by attributes", (repository, command) -> {
            append(repository.resolve(".gitattributes"), "* diff=conv merge=conv\n");
            config(repository, "diff.conv.textconv", command);
            config(repository, "merge.conv.driver", command);
        });
        traps.put("hooks", (repository, command) -> hooks(repository.resolve(".git/hooks"), command));
        traps.put("hooksPath", (repository, command) -> {
            hooks(repository.resolve("theirs"), command);
            config(repository, "core.hooksPath", repository.resolve("theirs").toString());
        });
        traps.put("include", (repository, command) -> include(repository, command, "include.path"));
        traps.put("includeIf", (repository, command) -> include(repository, command, "includeIf.gitdir:/.path"));
        traps.put("config.worktree", (repository, command) -> {
            config(repository, "core.repositoryformatversion", "1");
            config(repository, "extensions.worktreeConfig", "true");
            append(repository.resolve(".git/config.worktree"), "[core]\n\tfsmonitor = " + command + "\n");
        });
        traps.put("partial clone that fetches", GitTraps::partialClone);
        traps.put("submodule with a filter", GitTraps::submodule);
        traps.put("alternates to a repository with alternateRefsCommand", (repository, command) -> {
            config(repository, "core.alternateRefsCommand", command);
            append(repository.resolve(".git/objects/info/alternates"), repository.resolve(".git/objects") + "\n");
        });
        return traps;
    }

    /** All that may make a reader wait, or read for ever. */
    static Map<String, Trap> oddities(Path outside) {
        Map<String, Trap> traps = new LinkedHashMap<>();
        for (String place : PLACES) {
            put(traps, place, "FIFO", file -> SampleTree.run(file.getParent(), "mkfifo", file.toString()));
            put(traps, place, "link to a FIFO", file -> Files.createSymbolicLink(file, outside.resolve("fifo")));
            put(
                    traps,
                    place,
                    "link to an endless device",
                    file -> Files.createSymbolicLink(file, Path.of("/dev/zero")));
            put(traps, place, "directory", Files::createDirectory);
        }
        traps.put(
                "include of a FIFO",
                (repository, command) -> config(
                        repository, "include.path", outside.resolve("fifo").toString()));
        traps.put(
                "attributesFile that is a FIFO",
                (repository, command) -> config(
                        repository,
                        "core.attributesFile",
                        outside.resolve("fifo").toString()));
        traps.put(
                "fsck.skipList that is a FIFO",
                (repository, command) -> config(
                        repository, "fsck.skipList", outside.resolve("fifo").toString()));
        traps.put(
                ".gitattributes that is a FIFO",
                (repository, command) -> SampleTree.run(repository, "mkfifo", ".gitattributes"));
        traps.put("alternates that loop", (repository, command) -> {
            Path other = Files.createDirectories(repository.resolve("other/objects/info"))
                    .getParent();
            append(other.resolve("info/alternates"), repository.resolve(".git/objects") + "\n");
            append(repository.resolve(".git/objects/info/alternates"), other + "\n");
        });
        traps.put(
                "alternates with a NUL",
                (repository, command) -> append(repository.resolve(".git/objects/info/alternates"), "/a\0b\n"));
        traps.put("refs that lead in a circle", (repository, command) -> {
            append(repository.resolve(".git/refs/heads/one"), "ref: refs/heads/two\n");
            append(repository.resolve(".git/refs/heads/two"), "ref: refs/heads/one\n");
        });
        traps.put("refs nested a hundred deep", (repository, command) -> {
            Path deep = repository.resolve(".git/refs/heads/" + "d/".repeat(100));
            Files.createDirectories(deep);
            append(deep.resolve("x"), "text\n");
        });
        traps.put("a .git file that leads outside", (repository, command) -> {
            SampleTree.run(repository, "rm", "-rf", ".git");
            append(repository.resolve(".git"), "gitdir: " + outside.resolve("fifo") + "\n");
        });
        traps.put("a work tree elsewhere", (repository, command) -> config(repository, "core.worktree", "/"));
        traps.put("an extension of a newer Git", (repository, command) -> {
            config(repository, "core.repositoryformatversion", "1");
            config(repository, "extensions.refStorage", "reftable");
        });
        traps.put(
                "a config with a syntax error",
                (repository, command) -> append(repository.resolve(".git/config"), "[core\n"));
        traps.put(
                "an index of nonsense",
                (repository, command) ->
                        Files.writeString(repository.resolve(".git/index"), "DIRC" + "\u007f".repeat(5000)));
        return traps;
    }

    /** All that is too much to be read into memory. */
    static Map<String, Trap> hugeFiles() {
        Map<String, Trap> traps = new LinkedHashMap<>();
        for (String place : List.of("refs/heads/odd", "packed-refs", "config", "objects/info/alternates")) {
            put(traps, place, "huge file", GitTraps::huge);
        }
        return traps;
    }

    private interface Maker {
        void make(Path file) throws Exception;
    }

    private static void put(Map<String, Trap> traps, String place, String shape, Maker maker) {
        traps.put(place + " is a " + shape, (repository, command) -> {
            Path file = repository.resolve(".git").resolve(place);
            Files.createDirectories(file.getParent());
            SampleTree.run(repository, "rm", "-rf", file.toString());
            maker.make(file);
        });
    }

    private static void huge(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(HUGE);
        }
    }

    private static void config(Path repository, String key, String value) throws Exception {
        SampleTree.git(repository, "config", "--file", ".git/config", "--add", key, value);
    }

    private static void append(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void filter(Path repository, String name, String command) throws Exception {
        append(repository.resolve(".gitattributes"), "* filter=" + name + "\n");
        for (String kind : List.of("clean", "smudge", "process")) {
            config(repository, "filter." + name + "." + kind, command);
        }
    }

    private static void hooks(Path directory, String command) throws IOException {
        Files.createDirectories(directory);
        for (String hook : List.of(
                "post-index-change",
                "reference-transaction",
                "post-checkout",
                "pre-auto-gc",
                "fsmonitor-watchman",
                "post-rewrite",
                "push-to-checkout",
                "proc-receive",
                "post-merge")) {
            Path script = directory.resolve(hook);
            Files.writeString(script, "#!/bin/sh\n" + command + "\n");
            Files.setAttribute(script, "unix:mode", 0755);
        }
    }

    private static void include(Path repository, String command, String key) throws Exception {
        append(repository.resolve("included"), "[core]\n\tfsmonitor = " + command + "\n");
        append(repository.resolve(".gitattributes"), "* filter=included\n");
        append(repository.resolve("included"), "[filter \"included\"]\n\tclean = " + command + "\n");
        config(repository, key, repository.resolve("included").toString());
    }

    private static void partialClone(Path repository, String command) throws Exception {
        config(repository, "core.repositoryformatversion", "1");
        config(repository, "extensions.partialClone", "origin");
        config(repository, "remote.origin.promisor", "true");
        config(repository, "remote.origin.url", repository.toString());
        config(repository, "remote.origin.uploadpack", command + "; git-upload-pack");
        String blob = "587be6b4c3f93f93c489c0111bba5596147a26cb"; // of "x\n"
        Files.delete(repository.resolve(".git/objects/" + blob.substring(0, 2) + "/" + blob.substring(2)));
    }

    private static void submodule(Path repository, String command) throws Exception {
        Path module = Files.createDirectories(repository.resolve("sub"));
        SampleTree.git(module, "init", "-q", "-b", "main");
        Files.writeString(module.resolve("file"), "x\n");
        SampleTree.commit(module, "of the submodule");
        filter(module, "sub", command);
        config(module, "core.fsmonitor", command);
        Files.writeString(module.resolve("file"), "changed\n");
        append(
                repository.resolve(".gitmodules"),
                "[submodule \"sub\"]\n\tpath = sub\n\turl = ./sub\n\tupdate = !" + command + "\n");
        SampleTree.commit(repository, "with a submodule");
    }
}
