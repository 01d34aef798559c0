package dev.rollcall.ingest.directory;

/**
 * Which part of a list is wanted.
 *
 * @param skip how many to leave out at the start
 * @param count how many at most
 */
public record Window(int skip, int count) {}
