package io.snapledger.stores;

import io.snapledger.stores.command.Command;
import io.snapledger.stores.command.CommandException;
import io.snapledger.stores.command.CommandRunner;
import io.snapledger.stores.command.Input;
import io.snapledger.stores.command.PrivateDirectory;
import io.snapledger.stores.command.RunningCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs tools as the exec of a pod does: standard input is never closed. Of a length that was promised the shell beside the tool
 * knows the end; else each write goes with its length, and an empty one is the end.
 */
final class PodLikeRunner implements CommandRunner {

    private static final String COUNTED = "n=$1; shift; head -c \"$n\" | \"$@\"";
    private static final String FRAMED =
            "while read -r n && [ \"$n\" -gt 0 ]; do head -c \"$n\" || exit; done | \"$@\"";

    private final CommandRunner here;

    PodLikeRunner(CommandRunner here) {
        this.here = here;
    }

    @Override
    public RunningCommand start(Command command) throws CommandException {
        Input input = command.input();
        if (input instanceof Input.Nothing) {
            return here.start(command);
        }
        List<String> argv = new ArrayList<>(List.of("sh", "-c"));
        if (input instanceof Input.OfLength counted) {
            argv.addAll(List.of(COUNTED, "sh", Long.toString(counted.bytes())));
        } else {
            argv.addAll(List.of(FRAMED, "sh"));
        }
        argv.addAll(command.argv());
        RunningCommand running = here.start(new Command(
                argv,
                command.environment(),
                command.files(),
                new Input.UntilClosed(),
                command.timeout(),
                command.errorLines()));
        return new Exec(
                running,
                input instanceof Input.OfLength counted
                        ? new Counted(running, counted.bytes())
                        : new Framed(running.input()));
    }

    /** Its directories would be elsewhere. */
    @Override
    public PrivateDirectory privateDirectory() throws IOException {
        throw new IOException("directories of a pod are no directories of this machine");
    }

    @Override
    public boolean isLocal() {
        return false;
    }

    private record Exec(RunningCommand running, OutputStream input) implements RunningCommand {

        @Override
        public InputStream output() {
            return running.output();
        }

        @Override
        public Exit await() throws InterruptedException {
            return running.await();
        }

        @Override
        public void close() {
            running.close();
        }
    }

    /** No byte more than was promised reaches the tool; whoever ends before has it killed. */
    private static final class Counted extends OutputStream {

        private final RunningCommand running;
        private long left;

        Counted(RunningCommand running, long bytes) {
            this.running = running;
            this.left = bytes;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (length > left) {
                throw new IOException(length + " bytes are written, " + left + " are left of what was promised");
            }
            running.input().write(bytes, from, length);
            left -= length;
        }

        @Override
        public void flush() throws IOException {
            running.input().flush();
        }

        @Override
        public void close() throws IOException {
            if (left > 0) {
                running.close();
            } else {
                flush();
            }
        }
    }

    private static final class Framed extends OutputStream {

        private final OutputStream out;

        Framed(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (length > 0) {
                out.write((length + "\n").getBytes(StandardCharsets.US_ASCII));
                out.write(bytes, from, length);
            }
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.write("0\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
    }
}
