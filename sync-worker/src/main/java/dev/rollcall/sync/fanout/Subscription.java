package dev.rollcall.sync.fanout;

import dev.rollcall.schemas.delivery.AppGroup;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.app.App;
import dev.rollcall.sync.gap.Gaps;
import dev.rollcall.sync.ops.KafkaClients;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.scheduling.TaskScheduler;

/** An app's consumer in its group, and the share that it was made for. */
record Subscription(App app, Share share, AppFeed feed, ConcurrentMessageListenerContainer<String, byte[]> container) {

    private static final Duration POLL = Duration.ofMillis(250);

    /**
     * @param share of what one worker holds for all apps
     * @param backFills while one of the app is under way, it reads only what it is brought besides what happens
     * @param gaps where the app goes on if its place in the log isn't there any more
     * @param changes as all apps of this worker read them
     * @param monitor watches over the containers of all apps, for each would have a thread of its own for it
     */
    static Subscription of(
            App app,
            Share share,
            AppFeed feed,
            Holds holds,
            BackFills backFills,
            Gaps gaps,
            ReadChanges changes,
            KafkaClients kafka,
            FanOutProperties properties,
            TaskScheduler monitor) {
        var container = new ContainerProperties(Topics.CHANGES, Topics.RETRIES);
        container.setGroupId(AppGroup.of(app.id()));
        container.setClientId(AppGroup.of(app.id()));
        container.setAckMode(ContainerProperties.AckMode.MANUAL);
        // a commit marker is no change that the app is behind by
        container.setFixTxOffsets(true);
        // also the longest that a wait for a failed app is overslept
        container.setPollTimeout(POLL.toMillis());
        container.setMessageListener(feed);
        container.setConsumerRebalanceListener(feed);
        container.setScheduler(monitor);
        Map<String, Object> settings = kafka.consumer();
        settings.putAll(Map.of(
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                share.batch(properties.batch()),
                // a connection's changes and retries are in partitions of one number, and so go to one consumer
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                RangeAssignor.class.getName(),
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                share.aheadBytes(),
                // of all its partitions together
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                4 * share.aheadBytes(),
                ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG,
                false,
                // hundreds of beans for each consumer; the lag is among our own metrics
                ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG,
                List.of(),
                // to go on elsewhere without a word would be to lose what is between
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "none"));
        var consumers = HoldingConsumer.factory(
                settings,
                holds,
                () -> backFills.isUnderWay(app.id()),
                (lost, consumer) -> gaps.mend(app, lost, consumer),
                changes::once);
        var listening = new ConcurrentMessageListenerContainer<>(consumers, container);
        listening.setBeanName("app-" + app.id());
        return new Subscription(app, share, feed, listening);
    }

    void start() {
        container.start();
    }

    /** Returns when the consumer has left its group. */
    void stop() {
        feed.stop();
        container.stop();
    }

    /** Stops them all when they are done with their batches, or have had that much time for it. */
    static void finish(Collection<Subscription> all, Duration patience) {
        var running = new CountDownLatch(all.size());
        all.forEach(subscription -> subscription.container.stop(running::countDown));
        try {
            running.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all.forEach(Subscription::stop);
    }
}
