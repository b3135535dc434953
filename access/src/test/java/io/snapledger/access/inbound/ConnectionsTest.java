package io.snapledger.access.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The adversary opens connections and sends next to nothing. */
class ConnectionsTest {

    private static final Duration WITHIN = Duration.ofSeconds(30);

    private final Connections connections = new Connections(2, 3);

    @Test
    void aRequestThatIsNotThereInTimeEndsItsConnection() {
        EmbeddedChannel slow = connection("127.0.0.1");
        slow.writeInbound(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/")); // and no body
        pass(slow, WITHIN);

        assertThat(slow.isOpen()).isFalse();
    }

    @Test
    void anAnswerMayTakeAsLongAsItTakesAndIdlingIsLimitedAgainAfterIt() {
        EmbeddedChannel honest = connection("127.0.0.1");
        honest.writeInbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"));
        pass(honest, WITHIN.multipliedBy(20));
        assertThat(honest.isOpen()).isTrue();

        honest.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
        assertThat(honest.isOpen()).isTrue();
        pass(honest, WITHIN);
        assertThat(honest.isOpen()).isFalse();
    }

    @Test
    void whoWasRefusedBeforeHisBodyWasThereIsNotWaitedForEither() {
        EmbeddedChannel refused = connection("127.0.0.1");
        refused.writeInbound(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/"));
        refused.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.UNAUTHORIZED));
        refused.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);
        pass(refused, WITHIN);

        assertThat(refused.isOpen()).isFalse();
    }

    @Test
    void oneTooManyTakesThePlaceOfTheSlowestOfTheSameAddress() {
        EmbeddedChannel other = connection("127.0.0.9");
        EmbeddedChannel slowest = connection("127.0.0.1");
        EmbeddedChannel atWork = connection("127.0.0.1");
        atWork.writeInbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"));

        await().pollInterval(Duration.ofMillis(300)).until(() -> {
            connection("127.0.0.1");
            return !slowest.isOpen();
        });

        assertThat(other.isOpen()).isTrue();
        assertThat(atWork.isOpen()).isTrue();
    }

    /** They come within a second, so that none can be told from an honest caller; after it, one newcomer clears them away. */
    @Test
    void aBurstIsTwiceAsManyAtMostAndClearedAwayByTheNextWhoComes() {
        List<EmbeddedChannel> burst =
                IntStream.range(0, 50).mapToObj(i -> connection("127.0.0.1")).toList();
        assertThat(burst).filteredOn(EmbeddedChannel::isOpen).hasSize(4);
        assertThat(connection("127.0.0.2").isOpen()).isTrue();

        await().pollInterval(Duration.ofMillis(300)).until(() -> {
            connection("127.0.0.1");
            return burst.stream().filter(EmbeddedChannel::isOpen).count() <= 2;
        });
    }

    @Test
    void whereAllAreAtWorkTheNewcomerIsRefused() {
        for (int i = 0; i < 2; i++) {
            connection("127.0.0.1").writeInbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"));
        }

        assertThat(connection("127.0.0.1").isOpen()).isFalse();
        assertThat(connection("127.0.0.2").isOpen()).isTrue();
    }

    @Test
    void whoHasClosedMakesRoom() {
        for (int i = 0; i < 20; i++) {
            EmbeddedChannel brief = connection("127.0.0.1");
            brief.writeInbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"));
            assertThat(brief.isOpen()).isTrue();
            brief.close();
        }
    }

    private EmbeddedChannel connection(String from) {
        EmbeddedChannel channel = new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                return new InetSocketAddress(from, 1);
            }
        };
        channel.freezeTime();
        channel.pipeline().addLast(new RequestDeadline(connections, WITHIN));
        if (!connections.admit(channel)) {
            channel.close();
        }
        return channel;
    }

    private static void pass(EmbeddedChannel channel, Duration time) {
        channel.advanceTimeBy(time.toMillis() + 1, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }
}
