package dev.catchment.ingest;

import org.jspecify.annotations.Nullable;

/** What the rules of ingest look at in one event; refilled for each event of a request. */
final class EventFields {
    /** What a field holds. Null and the empty string say nothing. */
    enum Holds {
        NOTHING,
        TEXT,
        NUMBER,
        OBJECT,
        OTHER
    }

    Holds type = Holds.NOTHING;
    Holds messageId = Holds.NOTHING;
    Holds userId = Holds.NOTHING;
    Holds anonymousId = Holds.NOTHING;
    Holds groupId = Holds.NOTHING;
    Holds event = Holds.NOTHING;
    Holds name = Holds.NOTHING;
    Holds category = Holds.NOTHING;
    Holds properties = Holds.NOTHING;
    Holds traits = Holds.NOTHING;

    @Nullable String typeText;

    @Nullable String messageIdText;

    @Nullable String userIdText;

    @Nullable String anonymousIdText;

    @Nullable String writeKey;

    /** What {@code context.direct} says; null: nothing. */
    @Nullable Boolean direct;

    void reset() {
        type = messageId = userId = anonymousId = groupId = Holds.NOTHING;
        event = name = category = properties = traits = Holds.NOTHING;
        typeText = messageIdText = userIdText = anonymousIdText = writeKey = null;
        direct = null;
    }

    /** anonymousId, else userId. */
    @Nullable String user() {
        return anonymousIdText != null ? anonymousIdText : userIdText;
    }
}
