package dev.rollcall.schemas.decide;

import java.util.Set;

/** Deciding asked for state that nobody loaded yet: load it and decide again. */
public final class NotLoadedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Set<Need> needs;

    NotLoadedException(Set<? extends Need> needs) {
        super("not loaded: " + needs.size(), null, false, false);
        this.needs = Set.copyOf(needs);
    }

    public Set<Need> needs() {
        return needs;
    }
}
