package io.snapledger.stores.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A local process and its session. */
final class LocalCommand implements RunningCommand {

    private static final ScheduledThreadPoolExecutor TIMEOUTS = timeouts();

    private final Process process;
    private final Watchdog watchdog;
    private final PrivateFiles.Lease files;
    private final ErrorTail errors;
    private final ScheduledFuture<?> timeout;
    private final AtomicBoolean timedOut = new AtomicBoolean();

    LocalCommand(Command command, Process process, Watchdog watchdog, PrivateFiles.Lease files) throws IOException {
        this.process = process;
        this.watchdog = watchdog;
        this.files = files;
        errors = ErrorTail.of(process.getErrorStream(), command.errorLines());
        timeout = TIMEOUTS.schedule(this::timeOut, command.timeout().toMillis(), TimeUnit.MILLISECONDS);
        if (command.input() instanceof Input.Nothing) {
            process.getOutputStream().close();
        }
    }

    @Override
    public InputStream output() {
        return process.getInputStream();
    }

    @Override
    public OutputStream input() {
        return process.getOutputStream();
    }

    @Override
    public Exit await() throws InterruptedException {
        int code = process.waitFor();
        timeout.cancel(false);
        watchdog.forget(process.pid());
        return new Exit(code, errors.text(), timedOut.get());
    }

    private void timeOut() {
        if (process.isAlive()) {
            timedOut.set(true);
            watchdog.kill(process.pid());
            process.destroyForcibly();
        }
    }

    @Override
    public void close() {
        timeout.cancel(false);
        if (process.isAlive()) {
            watchdog.kill(process.pid());
            process.destroyForcibly();
        }
        awaitEnd();
        watchdog.forget(process.pid());
        files.close();
    }

    /** Waits for a process that was killed, also when interrupted: it is a matter of moments. */
    private void awaitEnd() {
        boolean interrupted = false;
        while (true) {
            try {
                process.waitFor();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static ScheduledThreadPoolExecutor timeouts() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "snapledger-tool-timeouts");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }
}
