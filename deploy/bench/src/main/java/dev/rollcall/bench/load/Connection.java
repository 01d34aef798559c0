package dev.rollcall.bench.load;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One client: sends its next call when the last is answered, and connects again when the server hangs up. */
final class Connection {

    private static final int FIRST_ERROR = 400;
    private static final int EXCERPT_CHARS = 1_000;
    private static final long RECONNECT_MILLIS = 100;

    private final int index;
    private final Run run;

    Connection(int index, Run run) {
        this.index = index;
        this.run = run;
    }

    /** Goes on with this channel. */
    void use(Channel channel) {
        var exchange = new Exchange();
        channel.pipeline().addLast(exchange);
        exchange.next(channel);
    }

    private void reconnect() {
        run.bootstrap().connect().addListener((ChannelFuture connected) -> {
            if (connected.isSuccess()) {
                use(connected.channel());
            } else {
                run.tally().failed(Failure.unanswered("no connection: " + connected.cause()));
                if (run.tally().isOver()) {
                    run.left();
                } else {
                    connected.channel().eventLoop().schedule(this::reconnect, RECONNECT_MILLIS, TimeUnit.MILLISECONDS);
                }
            }
        });
    }

    /** The calls and answers on one channel. */
    private final class Exchange extends SimpleChannelInboundHandler<HttpObject> {

        private final StringBuilder excerpt = new StringBuilder();
        private boolean isWaiting;
        private boolean isKept = true;
        private long sent;
        private int status;
        private long bytes;
        private @Nullable String location;

        void next(Channel channel) {
            Call call = run.tally().isOver() ? null : run.source().next(index);
            if (call == null) {
                channel.pipeline().remove(this);
                channel.close();
                run.left();
                return;
            }
            isWaiting = true;
            bytes = 0;
            excerpt.setLength(0);
            sent = System.nanoTime();
            channel.writeAndFlush(Unpooled.wrappedBuffer(call.bytes()), channel.voidPromise());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
            if (part.decoderResult().isFailure()) {
                lost(
                        context,
                        "an answer that isn't HTTP: " + part.decoderResult().cause());
                return;
            }
            if (part instanceof HttpResponse head) {
                status = head.status().code();
                location = head.headers().get(HttpHeaderNames.LOCATION);
                isKept = HttpUtil.isKeepAlive(head);
            }
            if (part instanceof HttpContent content) {
                bytes += content.content().readableBytes();
                if (status >= FIRST_ERROR && excerpt.length() < EXCERPT_CHARS) {
                    excerpt.append(content.content().toString(StandardCharsets.UTF_8));
                }
            }
            if (part instanceof LastHttpContent) {
                answered(context);
            }
        }

        private void answered(ChannelHandlerContext context) {
            isWaiting = false;
            if (status >= FIRST_ERROR) {
                run.tally().failed(Failure.answered(status, excerpt.toString()));
            } else {
                run.tally().succeeded(1, sent, bytes);
                run.source().answered(index, new Reply(status, location, bytes));
            }
            if (isKept) {
                next(context.channel());
            } else {
                hangUp(context);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            lost(context, "the server closed the connection");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            lost(context, cause.toString());
        }

        private void lost(ChannelHandlerContext context, String why) {
            if (isWaiting) {
                isWaiting = false;
                run.tally().failed(Failure.unanswered(why));
            }
            hangUp(context);
        }

        private void hangUp(ChannelHandlerContext context) {
            context.pipeline().remove(this);
            context.close();
            reconnect();
        }
    }
}
