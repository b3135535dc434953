package io.snapledger.access.inbound;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * All connections, by the address they come from. One that would be too many takes the place of the one that has been sending its
 * request for longest: an honest request is there within milliseconds, so that it is never that one.
 */
final class Connections {

    /** An honest request may be on its way for so long. */
    private static final long YOUNG = TimeUnit.SECONDS.toNanos(1);

    private final int mostPerAddress;
    private final int most;
    private final Map<InetAddress, Integer> open = new HashMap<>();
    private final Map<Channel, Long> waiting = new LinkedHashMap<>();
    private int all;

    /**
     * @param mostPerAddress connections of one address
     * @param most connections of all addresses
     */
    Connections(int mostPerAddress, int most) {
        this.mostPerAddress = mostPerAddress;
        this.most = most;
    }

    /** A connection was made; it waits for its first request. */
    synchronized void opened(Channel channel) {
        InetAddress address = address(channel);
        all++;
        int ofAddress = open.merge(address, 1, Integer::sum);
        if (ofAddress > mostPerAddress) {
            makeRoom(channel, Optional.of(address));
        } else if (all > most) {
            makeRoom(channel, Optional.empty());
        }
        waits(channel);
    }

    /** A request is on its way, or expected. */
    synchronized void waits(Channel channel) {
        waiting.put(channel, System.nanoTime());
    }

    /** A request has arrived whole. */
    synchronized void works(Channel channel) {
        waiting.remove(channel);
    }

    synchronized void closed(Channel channel) {
        waiting.remove(channel);
        all--;
        open.computeIfPresent(address(channel), (address, count) -> count == 1 ? null : count - 1);
    }

    /** If all others work, or have only just come, the newcomer goes, unless he has only just filled the place himself. */
    private void makeRoom(Channel newcomer, Optional<InetAddress> of) {
        Optional<Map.Entry<Channel, Long>> oldest = waiting.entrySet().stream()
                .filter(other -> of.isEmpty() || of.get().equals(address(other.getKey())))
                .findFirst();
        if (oldest.isEmpty()) {
            newcomer.close();
        } else if (System.nanoTime() - oldest.get().getValue() > YOUNG) {
            waiting.remove(oldest.get().getKey());
            oldest.get().getKey().close();
        }
    }

    private static InetAddress address(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress inet
                ? inet.getAddress()
                : InetAddress.getLoopbackAddress();
    }
}
