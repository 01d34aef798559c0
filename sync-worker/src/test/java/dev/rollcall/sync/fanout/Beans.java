package dev.rollcall.sync.fanout;

/** What the worker that runs just now is made of. */
interface Beans {

    <T> T of(Class<T> type);
}
