package dev.rollcall.embedded;

/** Where to reach what Rollcall runs on. */
public interface Backend {

    /** Kafka's bootstrap servers, `host:port`. */
    String bootstrap();

    /** The registry's Confluent-compatible API. */
    String registryUrl();

    /** The registry's own API. */
    String registryApiUrl();

    /** MongoDB's connection string, without a database. */
    String mongodbUri();
}
