package dev.rollcall.bench.load;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.timeout.ReadTimeoutHandler;

/** Decodes answers; calls are encoded already. A {@link Connection} joins when it takes the channel. */
@Sharable
final class Pipeline extends ChannelInitializer<SocketChannel> {

    private static final int ANSWER_SECONDS = 60;

    @Override
    protected void initChannel(SocketChannel channel) {
        channel.pipeline().addLast(new ReadTimeoutHandler(ANSWER_SECONDS), new HttpResponseDecoder());
    }
}
