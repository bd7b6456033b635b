package dev.catchment.ingest;

import java.util.Locale;

/**
 * Why a request or one event of a batch was refused. The wire name stands in the answer's {@code code} and in the
 * metrics; names that Segment has too mean what they mean there.
 */
enum Reason {
    /** Neither userId nor anonymousId, or both empty. */
    NO_USER_ANON_ID,
    EVENT_NOT_DEFINED,
    EVENT_NOT_STRING,
    PROPERTIES_NOT_OBJECT,
    TRAITS_NOT_OBJECT,
    NAME_NOT_STRING,
    CATEGORY_NOT_STRING,
    /** A group call without groupId, an alias call without userId. */
    ID_REQUIRED,
    ID_NOT_STRING,
    TYPE_NOT_DEFINED,
    TYPE_UNKNOWN,
    MESSAGE_ID_TOO_LONG,
    EVENT_NOT_OBJECT,
    EVENT_TOO_LARGE,
    EVENT_TOO_DEEP,
    NAME_TOO_LONG,
    NUMBER_TOO_LONG,
    /** A batch of which every event was refused, for different reasons. */
    MULTI_USER_ERROR,
    EMPTY_BATCH,
    BATCH_NOT_ARRAY,
    BATCH_TOO_LARGE,
    TOO_MANY_EVENTS,
    /** Batch-level context, integrations and sentAt together. */
    ENVELOPE_TOO_LARGE,
    CONTEXT_NOT_OBJECT,
    INTEGRATIONS_NOT_OBJECT,
    INVALID_JSON,
    /** Not UTF-8, or not the Content-Encoding that the header says. */
    INVALID_ENCODING,
    /** The HTTP itself is malformed. */
    BAD_REQUEST,
    SOURCE_DISABLED,
    /** No write key, or one that no source has (any more). */
    UNKNOWN_SOURCE(401),
    /** The page that sends is on an origin that its source does not allow. */
    ORIGIN_NOT_ALLOWED(403),
    NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    REQUEST_TIMEOUT(408),
    /** Over the source's rate limit. */
    TOO_MANY_REQUESTS(429),
    /** More waits to be stored than this instance holds in memory. */
    OVERLOADED(429),
    INTERNAL_ERROR(500),
    /** No plan yet, or going down. */
    NOT_READY(503),
    LOG_FULL(503),
    LOG_UNAVAILABLE(503);

    private final int status;
    private final String wireName;

    Reason() {
        this(400);
    }

    Reason(int status) {
        this.status = status;
        this.wireName = name().toLowerCase(Locale.ROOT);
    }

    /** Of a request that is refused for this reason as a whole. */
    int status() {
        return status;
    }

    /** Whether nothing that follows on the connection can be read. */
    boolean endsConnection() {
        return this == BAD_REQUEST || this == REQUEST_TIMEOUT;
    }

    String wireName() {
        return wireName;
    }
}
