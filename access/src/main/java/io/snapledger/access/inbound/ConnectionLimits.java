package io.snapledger.access.inbound;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.vertx.http.HttpServerStart;
import io.snapledger.settings.AccessSection;
import io.snapledger.settings.Installation;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;

/**
 * Puts the deadline of requests and the limits of connections into the server. Quarkus and Vert.x have settings for a connection on which
 * nothing comes, but none for one on which a byte comes now and then; so each connection that is accepted gets a handler of ours.
 */
@ApplicationScoped
public class ConnectionLimits {

    /** As Vert.x names Netty's decoder of HTTP/1.1. */
    private static final String DECODER = "httpDecoder";

    private final VertxInternal vertx;
    private final AccessSection access;
    private final Connections connections;

    ConnectionLimits(Vertx vertx, Installation installation) {
        this.vertx = (VertxInternal) vertx;
        this.access = installation.access();
        this.connections = new Connections(access.connectionsPerAddress(), access.connections());
    }

    void started(@ObservesAsync HttpServerStart server) {
        for (EventExecutor loop : vertx.getAcceptorEventLoopGroup()) {
            loop.execute(() -> watch((SingleThreadEventLoop) loop));
        }
    }

    private void watch(SingleThreadEventLoop loop) {
        loop.registeredChannelsIterator().forEachRemaining(channel -> {
            if (channel instanceof ServerChannel && channel.pipeline().get(Accepted.class) == null) {
                channel.pipeline().addFirst(new Accepted());
            }
        });
    }

    /** On the listening channel: sees every connection first. */
    private final class Accepted extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) throws Exception {
            if (accepted instanceof Channel connection) {
                if (!connections.admit(connection)) {
                    connection.unsafe().closeForcibly(); // before anything was made for it
                    return;
                }
                connection.pipeline().addLast(new Limited());
            }
            super.channelRead(context, accepted);
        }
    }

    /** On a connection, until Vert.x has put its own handlers there. */
    @Sharable
    private final class Limited extends ChannelInboundHandlerAdapter {

        @Override
        public void channelActive(ChannelHandlerContext context) throws Exception {
            if (context.pipeline().get(DECODER) == null) {
                connections.works(context.channel()); // under TLS its requests cannot be seen from here
            } else {
                context.pipeline().addAfter(DECODER, null, new RequestDeadline(connections, access.requestWithin()));
            }
            super.channelActive(context);
            context.pipeline().remove(this);
        }
    }
}
