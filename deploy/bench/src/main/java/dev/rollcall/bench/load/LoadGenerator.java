package dev.rollcall.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Sends calls over a number of keep-alive connections, each of which waits for its answer before the next call (a closed
 * loop: who answers slower is asked less often).
 */
public final class LoadGenerator implements AutoCloseable {

    private static final int CONNECT_MILLIS = 5_000;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    /**
     * Connects, then sends until the window is over or the source is empty, and awaits the last answers.
     *
     * @throws RuntimeException when the server can't be connected to
     */
    public Measured run(InetSocketAddress server, int connections, Duration window, CallSource source) {
        var bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .handler(new Pipeline())
                .remoteAddress(server);
        List<Channel> channels = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            channels.add(bootstrap.connect().syncUninterruptibly().channel());
        }
        var done = new CompletableFuture<Measured>();
        loop.execute(() -> {
            var run = new Run(bootstrap, source, new Tally(window), done, connections);
            for (int i = 0; i < connections; i++) {
                new Connection(i, run).use(channels.get(i));
            }
        });
        return done.join();
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS);
    }
}
