package io.snapledger.access.inbound;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import io.snapledger.events.Nullable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose request does not arrive whole in time, however slowly its bytes trickle, or that is idle between two
 * requests. How long an answer takes is not limited: a verification reads a snapshot, a stream of events has no end. Stands behind
 * Netty's HTTP decoder, since only there the end of a request is seen.
 */
final class RequestDeadline extends ChannelDuplexHandler {

    private final Connections connections;
    private final Duration within;
    private @Nullable ScheduledFuture<?> deadline;
    private boolean received;
    private boolean answered;

    RequestDeadline(Connections connections, Duration within) {
        this.connections = connections;
        this.within = within;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        begin(context);
        context.channel().closeFuture().addListener(closed -> end());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof HttpRequest) {
            received = false;
            answered = false;
        }
        if (message instanceof LastHttpContent) {
            received = true;
            end();
            connections.works(context.channel());
            expectNext(context);
        }
        super.channelRead(context, message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof LastHttpContent) {
            promise.unvoid().addListener(written -> {
                answered = true;
                expectNext(context);
            });
        }
        super.write(context, message, promise);
    }

    /** An answer may be there before its request is: to who was not let in. */
    private void expectNext(ChannelHandlerContext context) {
        if (received && answered && context.channel().isOpen()) {
            connections.waits(context.channel());
            begin(context);
        }
    }

    private void begin(ChannelHandlerContext context) {
        end();
        deadline = context.executor().schedule(() -> context.close(), within.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void end() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}
