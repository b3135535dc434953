package io.snapledger.access.inbound;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * All connections, by the address they come from. One that would be too many takes the place of the one that has been sending its
 * request for longest: an honest request is there within milliseconds, so that it is never that one. Where all others are at work the newcomer is refused.
 */
final class Connections {

    /** An honest request may be on its way for so long. */
    private static final long YOUNG = TimeUnit.SECONDS.toNanos(1);

    private final int mostPerAddress;
    private final int most;
    private final Set<Channel> open = new HashSet<>();
    private final Map<InetAddress, Integer> ofAddress = new HashMap<>();
    /** Since when; the slowest first. */
    private final Map<Channel, Long> waiting = new LinkedHashMap<>();

    /**
     * @param mostPerAddress connections of one address
     * @param most connections of all addresses
     */
    Connections(int mostPerAddress, int most) {
        this.mostPerAddress = mostPerAddress;
        this.most = most;
    }

    /**
     * A connection was made; it waits for its first request.
     *
     * @return whether it may stay
     */
    boolean admit(Channel channel) {
        if (!enter(channel)) {
            return false;
        }
        channel.closeFuture().addListener(closed -> closed(channel));
        return true;
    }

    private synchronized boolean enter(Channel channel) {
        InetAddress address = address(channel);
        int tooMany = ofAddress.getOrDefault(address, 0) + 1 - mostPerAddress;
        if (tooMany > 0) {
            tooMany = makeRoom(tooMany, other -> address.equals(address(other)), mostPerAddress);
        } else {
            tooMany = makeRoom(open.size() + 1 - most, other -> true, most);
        }
        if (tooMany > 0) {
            return false;
        }
        open.add(channel);
        ofAddress.merge(address, 1, Integer::sum);
        waits(channel);
        return true;
    }

    /** A request is on its way, or expected. */
    synchronized void waits(Channel channel) {
        if (open.contains(channel)) {
            waiting.put(channel, System.nanoTime());
        }
    }

    /** A request has arrived whole. */
    synchronized void works(Channel channel) {
        waiting.remove(channel);
    }

    private synchronized void closed(Channel channel) {
        waiting.remove(channel);
        forget(channel);
    }

    private void forget(Channel channel) {
        if (open.remove(channel)) {
            ofAddress.computeIfPresent(address(channel), (address, count) -> count == 1 ? null : count - 1);
        }
    }

    /**
     * Hangs up on the slowest. Those who have only just come are left, and may be as many again: beyond that nobody is let in for the
     * moment that it takes until they are known as slow.
     *
     * @return how many there are too many still
     */
    private int makeRoom(int tooMany, Predicate<Channel> among, int asManyAgain) {
        int left = tooMany;
        Iterator<Map.Entry<Channel, Long>> slowest = waiting.entrySet().iterator();
        while (left > 0 && slowest.hasNext()) {
            Map.Entry<Channel, Long> other = slowest.next();
            if (!among.test(other.getKey())) {
                continue;
            }
            if (System.nanoTime() - other.getValue() <= YOUNG) {
                return left <= asManyAgain ? 0 : left;
            }
            slowest.remove();
            forget(other.getKey());
            other.getKey().close();
            left--;
        }
        return left;
    }

    private static InetAddress address(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress inet
                ? inet.getAddress()
                : InetAddress.getLoopbackAddress();
    }
}
