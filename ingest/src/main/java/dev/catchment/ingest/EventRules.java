package dev.catchment.ingest;

import dev.catchment.contract.Kind;
import dev.catchment.ingest.EventFields.Holds;
import org.jspecify.annotations.Nullable;

/**
 * What an event must say, by its type (Segment's spec; the reasons that have a name there keep it). Numbers are taken as
 * ids, since some SDKs send them unquoted: 42 and "42" are one user. Everything that no rule names goes on as it is.
 */
final class EventRules {
    private EventRules() {}

    /** The kind of an event in a batch, or null if its {@code type} names none. */
    static @Nullable Kind kind(EventFields fields) {
        return fields.type == Holds.TEXT && fields.typeText != null
                ? Kind.ofWireName(fields.typeText).orElse(null)
                : null;
    }

    static Problem unknownType(EventFields fields) {
        return fields.type == Holds.NOTHING
                ? new Problem(
                        Reason.TYPE_NOT_DEFINED,
                        "type",
                        "is missing: use track, identify, page, screen, group or alias")
                : new Problem(Reason.TYPE_UNKNOWN, "type", "is none of track, identify, page, screen, group, alias");
    }

    /** The first rule that is broken, or null. */
    static @Nullable Problem check(Kind kind, EventFields fields) {
        Problem problem = ids(fields);
        if (problem != null) {
            return problem;
        }
        return switch (kind) {
            case TRACK -> track(fields);
            case IDENTIFY -> object(fields.traits, Reason.TRAITS_NOT_OBJECT, "traits");
            case GROUP -> group(fields);
            case PAGE, SCREEN -> page(fields);
            case ALIAS ->
                fields.userId == Holds.NOTHING
                        ? new Problem(Reason.ID_REQUIRED, "userId", "is missing: an alias call names the new id in it")
                        : null;
        };
    }

    private static @Nullable Problem ids(EventFields fields) {
        Problem problem = id(fields.userId, "userId");
        if (problem == null) {
            problem = id(fields.anonymousId, "anonymousId");
        }
        if (problem == null && fields.user() == null) {
            problem = new Problem(Reason.NO_USER_ANON_ID, "userId", "one of userId and anonymousId must be there");
        }
        return problem == null ? messageId(fields) : problem;
    }

    private static @Nullable Problem messageId(EventFields fields) {
        if (fields.messageId != Holds.NOTHING && fields.messageId != Holds.TEXT) {
            return new Problem(Reason.ID_NOT_STRING, "messageId", "must be a string");
        }
        String text = fields.messageIdText;
        return text != null && text.length() > Limits.MESSAGE_ID_CHARACTERS
                ? new Problem(
                        Reason.MESSAGE_ID_TOO_LONG,
                        "messageId",
                        "has " + text.length() + " characters; at most " + Limits.MESSAGE_ID_CHARACTERS)
                : null;
    }

    private static @Nullable Problem track(EventFields fields) {
        if (fields.event == Holds.NOTHING) {
            return new Problem(Reason.EVENT_NOT_DEFINED, "event", "is missing: a track call names what happened in it");
        }
        Problem problem = string(fields.event, Reason.EVENT_NOT_STRING, "event");
        return problem == null ? object(fields.properties, Reason.PROPERTIES_NOT_OBJECT, "properties") : problem;
    }

    private static @Nullable Problem group(EventFields fields) {
        if (fields.groupId == Holds.NOTHING) {
            return new Problem(Reason.ID_REQUIRED, "groupId", "is missing");
        }
        Problem problem = id(fields.groupId, "groupId");
        return problem == null ? object(fields.traits, Reason.TRAITS_NOT_OBJECT, "traits") : problem;
    }

    private static @Nullable Problem page(EventFields fields) {
        Problem problem = string(fields.name, Reason.NAME_NOT_STRING, "name");
        if (problem == null) {
            problem = string(fields.category, Reason.CATEGORY_NOT_STRING, "category");
        }
        return problem == null ? object(fields.properties, Reason.PROPERTIES_NOT_OBJECT, "properties") : problem;
    }

    private static @Nullable Problem id(Holds holds, String field) {
        return holds == Holds.OTHER ? new Problem(Reason.ID_NOT_STRING, field, "must be a string") : null;
    }

    private static @Nullable Problem string(Holds holds, Reason reason, String field) {
        return holds == Holds.NOTHING || holds == Holds.TEXT ? null : new Problem(reason, field, "must be a string");
    }

    private static @Nullable Problem object(Holds holds, Reason reason, String field) {
        return holds == Holds.NOTHING || holds == Holds.OBJECT ? null : new Problem(reason, field, "must be an object");
    }
}
