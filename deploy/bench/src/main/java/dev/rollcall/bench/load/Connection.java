package dev.rollcall.bench.load;

import dev.rollcall.bench.load.Call.Expectation;
import io.netty.buffer.ByteBuf;
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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
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
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private @Nullable Expectation expectation;
        private boolean isWaiting;
        private boolean isKept = true;
        private boolean isGone;
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
            body.reset();
            expectation = call.expectation();
            sent = System.nanoTime();
            channel.writeAndFlush(Unpooled.wrappedBuffer(call.bytes()), channel.voidPromise());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject part) throws IOException {
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
                read(content.content());
            }
            if (part instanceof LastHttpContent) {
                answered(context);
            }
        }

        private void read(ByteBuf content) throws IOException {
            bytes += content.readableBytes();
            if (status >= FIRST_ERROR) {
                if (excerpt.length() < EXCERPT_CHARS) {
                    excerpt.append(content.toString(StandardCharsets.UTF_8));
                }
            } else if (expectation != null) {
                content.readBytes(body, content.readableBytes());
            }
        }

        private void answered(ChannelHandlerContext context) {
            isWaiting = false;
            long answered = System.nanoTime();
            var reply = new Reply(status, location, bytes, body.toByteArray());
            failure(reply).ifPresentOrElse(run.tally()::failed, () -> {
                run.tally().succeeded(1, sent, answered, bytes);
                run.source().answered(index, reply);
            });
            if (isKept) {
                rest(context.channel());
            } else {
                hangUp(context);
            }
        }

        private void rest(Channel channel) {
            long nanos = run.source().rest().toNanos();
            if (nanos == 0) {
                next(channel);
            } else {
                channel.eventLoop()
                        .schedule(
                                () -> {
                                    if (!isGone) {
                                        next(channel);
                                    }
                                },
                                nanos,
                                TimeUnit.NANOSECONDS);
            }
        }

        private Optional<Failure> failure(Reply reply) {
            if (status >= FIRST_ERROR) {
                return Optional.of(Failure.answered(status, excerpt.toString()));
            }
            return expectation == null
                    ? Optional.empty()
                    : expectation.complaint(reply).map(complaint -> Failure.wrong(status, complaint));
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
            isGone = true;
            context.pipeline().remove(this);
            context.close();
            reconnect();
        }
    }
}
