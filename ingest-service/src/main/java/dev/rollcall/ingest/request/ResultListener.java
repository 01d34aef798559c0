package dev.rollcall.ingest.request;

import dev.rollcall.event.ProvisioningResult;

/** Hears of every result, whichever instance took the request; must not block. */
public interface ResultListener {

    void decided(ProvisioningResult result);
}
