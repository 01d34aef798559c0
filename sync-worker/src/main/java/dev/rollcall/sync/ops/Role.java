package dev.rollcall.sync.ops;

/** What an instance does, chosen by {@code rollcall.roles}; both by default. */
public enum Role {
    /** Decides requests, and keeps the directory. */
    DIRECTORY,
    /** Brings changes to the apps. */
    FANOUT
}
