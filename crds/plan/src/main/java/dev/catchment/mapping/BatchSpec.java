package dev.catchment.mapping;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How several events make one request.
 *
 * @param wrap for {@link Mode#WRAP}: the body around the events' bodies
 * @param events most per request; null: what the destination allows
 * @param bytes most of a body; null: what the destination allows
 * @param rejected which of the events an answer of success says were not taken; null: it never does
 */
record BatchSpec(
        Mode mode,
        @Nullable Template wrap,
        @Nullable Integer events,
        @Nullable Long bytes,
        @Nullable Template rejected) {
    static final BatchSpec NONE = new BatchSpec(Mode.NONE, null, null, null, null);

    enum Mode {
        /** One request per event. */
        NONE,
        /** The JSON bodies as one array. */
        ARRAY,
        /** The JSON bodies inside another body, also one alone. */
        WRAP,
        /** The lines of all bodies. */
        LINES,
        /** One request for all, made of the first. */
        ONCE
    }

    static BatchSpec read(SpecReader spec, Body body, Names names) throws MappingException {
        if (spec.isAbsent()) {
            return NONE;
        }
        spec.only("mode", "body", "size", "bytes", "rejected");
        Mode mode = mode(spec.at("mode"));
        fits(spec.at("mode"), mode, body);
        SpecReader wrap = spec.at("body");
        if (wrap.isAbsent() == (mode == Mode.WRAP)) {
            throw wrap.problem("belongs to the mode wrap, which needs it");
        }
        return new BatchSpec(
                mode,
                wrap.isAbsent() ? null : Templates.compile(wrap.where(), wrap.node(), names.only(Scope.IN_BATCHES)),
                spec.number("size"),
                spec.bytes("bytes"),
                rejected(spec, names));
    }

    private static Mode mode(SpecReader spec) throws MappingException {
        if (spec.isAbsent()) {
            return Mode.NONE;
        }
        for (Mode mode : Mode.values()) {
            if (mode.name().toLowerCase(Locale.ROOT).equals(spec.node().asText())) {
                return mode;
            }
        }
        throw spec.problem("unknown mode '" + spec.node().asText() + "'; known: none, array, wrap, lines, once");
    }

    private static void fits(SpecReader spec, Mode mode, Body body) throws MappingException {
        boolean fits =
                switch (mode) {
                    case NONE, ONCE -> true;
                    case ARRAY, WRAP -> body instanceof Body.Json;
                    case LINES -> body instanceof Body.Ndjson || body instanceof Body.Csv;
                };
        if (!fits) {
            throw spec.problem(mode == Mode.LINES ? "lines needs a body of ndjson or csv" : "needs a json body");
        }
    }

    private static @Nullable Template rejected(SpecReader batch, Names names) throws MappingException {
        String text = batch.text("rejected");
        return text == null
                ? null
                : Templates.compileText(batch.at("rejected").where(), text, names.only(Scope.IN_ANSWERS));
    }

    boolean batches() {
        return mode != Mode.NONE;
    }

    /** Variables of what is made for the whole batch. */
    Set<String> references() {
        return wrap == null ? Set.of() : wrap.references();
    }
}
