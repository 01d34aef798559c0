package dev.rollcall.ingest.request;

/** A push can't be taken now; the same one may be taken later. */
public final class RetryLaterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final long seconds;

    private RetryLaterException(int status, long seconds, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.seconds = seconds;
    }

    /** 429: there is more than can be taken. */
    static RetryLaterException busy(long seconds, String detail) {
        return new RetryLaterException(429, seconds, detail);
    }

    /** 503: something that we depend on is away. */
    public static RetryLaterException unavailable(String detail) {
        return new RetryLaterException(503, 5, detail);
    }

    public int status() {
        return status;
    }

    /** For the Retry-After header. */
    public long seconds() {
        return seconds;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }
}
