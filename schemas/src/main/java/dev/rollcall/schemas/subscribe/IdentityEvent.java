package dev.rollcall.schemas.subscribe;

/** What a subscriber is told, in order. */
public sealed interface IdentityEvent permits ChangeEvent, SnapshotEvent {}
