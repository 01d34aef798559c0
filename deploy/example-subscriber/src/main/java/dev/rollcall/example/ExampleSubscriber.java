package dev.rollcall.example;

import dev.rollcall.schemas.subscribe.Subscriber;
import java.nio.file.Path;

/** Keeps a phone book in a file, and prints a mail to who joins, moves or leaves. */
final class ExampleSubscriber {

    private static final String GROUP = "example-phone-book";
    private static final int RECONNECT_MILLIS = 10_000;

    private ExampleSubscriber() {}

    /** @param args Kafka's address, the registry's native API, and a directory for the phone book */
    public static void main(String[] args) {
        if (args.length != 3) {
            System.err.println("Usage: KAFKA REGISTRY DIR, such as 127.0.0.1:8081"
                    + " http://127.0.0.1:8083/apis/registry/v3 /tmp/book; deploy/example-subscriber/run does it.");
            System.exit(2);
        }
        var book = PhoneBook.open(Path.of(args[2]).resolve("phone-book.json"), System.out::println);
        Subscriber subscriber = Subscriber.of(GROUP, book)
                .kafka(args[0])
                .registry(args[1])
                // while Kafka is away each try is a line of the log
                .property("reconnect.backoff.max.ms", RECONNECT_MILLIS)
                .progress(book::sequenceOf)
                .build();
        Runtime.getRuntime().addShutdownHook(new Thread(subscriber::close, "stop"));
        // its thread keeps the process alive, and ends it with itself
        subscriber.start();
    }
}
