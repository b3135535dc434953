package io.snapledger.standalone.program;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Connections that never send a whole request: a byte of a header, or of a body, now and then. */
final class SlowCallers implements AutoCloseable {

    private static final int PER_SOURCE = 5_000;

    private final List<SocketChannel> open = new ArrayList<>();

    private SlowCallers() {}

    /**
     * @param token of the bodies: who is not let in is not listened to
     * @param headers connections that begin a request
     * @param bodies connections that begin the body of a request
     */
    static SlowCallers open(int port, String token, int headers, int bodies) throws IOException {
        SlowCallers callers = new SlowCallers();
        String begun = "GET /api/plans HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nX-Slow: ";
        String body = "POST /api/backups HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAuthorization: Bearer " + token
                + "\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n";
        for (int i = 0; i < headers + bodies; i++) {
            SocketChannel channel = SocketChannel.open();
            callers.open.add(channel);
            channel.bind(new InetSocketAddress(InetAddress.getByName("127.0.0." + (2 + i / PER_SOURCE)), 0));
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.configureBlocking(false);
            callers.send(channel, i < headers ? begun : body);
        }
        return callers;
    }

    /** Each sends one byte more; who was hung up on is forgotten. */
    void trickle() throws IOException {
        for (Iterator<SocketChannel> each = open.iterator(); each.hasNext(); ) {
            SocketChannel channel = each.next();
            if (!send(channel, "x")) {
                channel.close();
                each.remove();
            }
        }
    }

    private boolean send(SocketChannel channel, String text) {
        try {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            return true;
        } catch (IOException e) {
            return false; // hung up on
        }
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : open) {
            channel.close();
        }
    }
}
