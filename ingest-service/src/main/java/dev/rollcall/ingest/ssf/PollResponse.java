package dev.rollcall.ingest.ssf;

import java.util.Map;

/**
 * The answer to a poll (RFC 8936 §2.3).
 *
 * @param sets signed tokens by their ids, in the order to process them in
 * @param moreAvailable whether more wait already
 */
record PollResponse(Map<String, String> sets, boolean moreAvailable) {}
