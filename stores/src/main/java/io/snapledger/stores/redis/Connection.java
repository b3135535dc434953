package io.snapledger.stores.redis;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A connection to a server, in RESP 2. It is closed when the call's time is over, when the work is cancelled, and when the server is silent for
 * too long. What fails about it is {@link Carried}, whose failure is told.
 */
final class Connection implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;

    private final RedisOptions options;
    private final TimeLeft time;
    private final Cancellation work;
    private final Failures failures;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final RespReader replies;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Whether it was closed since the time was over, whatever a clock that was put back says. */
    private volatile boolean late;

    private final Thread alarm = new Thread(this::closeInTime, "snapledger-redis-alarm");

    private Connection(RedisOptions options, TimeLeft time, Cancellation work, Failures failures, Socket socket)
            throws IOException {
        this.options = options;
        this.time = time;
        this.work = work;
        this.failures = failures;
        this.socket = socket;
        in = new BufferedInputStream(new Guarded(socket.getInputStream()), BUFFER);
        out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
        replies = new RespReader(in);
    }

    /** Connects and proves who we are. */
    static Connection open(RedisOptions options, TimeLeft time, Cancellation work) throws StoreException {
        time.require();
        String password = options.revealedPassword();
        Failures failures = new Failures(options, password);
        Socket socket = new Dial(options, time, work, failures).connect();
        try {
            Connection connection = new Connection(options, time, work, failures, socket);
            work.hold(connection);
            connection.alarm.setDaemon(true);
            connection.alarm.start();
            try {
                connection.authenticate(password);
            } catch (StoreException e) {
                connection.close();
                throw e;
            }
            return connection;
        } catch (IOException e) {
            throw failures.broken(e, time);
        } finally {
            work.release(socket);
        }
    }

    private void authenticate(String password) throws StoreException {
        if (options.password().isEmpty()) {
            return;
        }
        Reply reply = options.username().isPresent()
                ? call("AUTH", options.username().get(), password)
                : call("AUTH", password);
        if (reply instanceof Reply.Refusal refusal) {
            throw failures.ofAuthentication(refusal);
        }
    }

    private void closeInTime() {
        try {
            if (!closed.await(time.left().toMillis() + 1, TimeUnit.MILLISECONDS)) { // not before it is over
                late = true;
                socket.close();
            }
        } catch (InterruptedException | IOException e) {
            Thread.currentThread().interrupt(); // it ends anyway
        }
    }

    /** Asks and waits for the answer, which may be a refusal. */
    Reply call(String... words) throws StoreException {
        byte[][] parts = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            parts[i] = words[i].getBytes(StandardCharsets.UTF_8);
        }
        return call(parts);
    }

    Reply call(byte[]... words) throws StoreException {
        try {
            send(words);
            flush();
            return receive();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Asks for what must not be refused. */
    Reply demand(String... words) throws StoreException {
        Reply reply = call(words);
        if (reply instanceof Reply.Refusal refusal) {
            throw failures.of(words[0], refusal);
        }
        return reply;
    }

    /** Asks for text. */
    String ask(String... words) throws StoreException {
        return demand(words) instanceof Reply.Text text ? new String(text.bytes(), StandardCharsets.ISO_8859_1) : "";
    }

    void send(byte[]... words) throws IOException {
        head('*', words.length);
        for (byte[] word : words) {
            head('$', word.length);
            out.write(word);
            out.write('\r');
            out.write('\n');
        }
    }

    /** The beginning of an array or of a bulk string, in the middle of a command. */
    void head(char kind, long number) throws IOException {
        out.write(kind);
        out.write(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
        out.write('\r');
        out.write('\n');
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    void flush() throws IOException {
        out.flush();
    }

    Reply receive() throws IOException {
        return replies.read();
    }

    RespReader replies() {
        return replies;
    }

    /** What the server sends besides answers. */
    InputStream in() {
        return in;
    }

    Failures failures() {
        return failures;
    }

    /** Why something went wrong on this connection. */
    StoreException failure(IOException e) {
        return failures.broken(e, time);
    }

    @Override
    public void close() {
        closed.countDown();
        work.release(this);
        try {
            socket.close();
        } catch (IOException e) {
            System.getLogger(Connection.class.getName())
                    .log(System.Logger.Level.DEBUG, "closing a connection failed", e);
        }
        joinAlarm();
    }

    private void joinAlarm() {
        try {
            alarm.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it ends by itself
        }
    }

    /** The socket's bytes, with the time limits; every failure of it is a failure of the store. */
    private final class Guarded extends InputStream {

        private final InputStream stream;

        Guarded(InputStream stream) {
            this.stream = stream;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            boolean last = time.left().compareTo(options.timeout()) <= 0;
            try {
                socket.setSoTimeout(time.millisAtMost(options.timeout()));
                int count = stream.read(bytes, offset, length);
                if (time.isOver()) {
                    throw new Carried(time.passed());
                }
                return count;
            } catch (SocketTimeoutException e) {
                throw new Carried(
                        last || time.isOver()
                                ? time.passed()
                                : new StoreException(
                                        Reason.UNREACHABLE,
                                        "the server at " + options.address() + " did not answer for "
                                                + options.timeout().toSeconds() + " s",
                                        "look at the server, or give it more (option timeout)",
                                        e));
            } catch (Carried e) {
                throw e;
            } catch (IOException e) {
                throw new Carried(late ? time.passed() : failures.broken(e, time));
            }
        }
    }
}
