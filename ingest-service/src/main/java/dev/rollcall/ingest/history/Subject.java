package dev.rollcall.ingest.history;

import dev.rollcall.event.ResourceType;

/** Whose past is asked for. */
public record Subject(ResourceType type, String connection, String id) {}
