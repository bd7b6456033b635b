package dev.catchment.compile;

import dev.catchment.api.v1alpha1.Source;
import dev.catchment.api.v1alpha1.SourceSpec;
import dev.catchment.api.v1alpha1.WriteKey;
import dev.catchment.contract.Secret;
import dev.catchment.contract.plan.SourceDocument;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compiles sources, the oldest first: of two with one write key it keeps it. While a Secret is missing, the keys that
 * were in force before stay in force beside those that are found, so that a Secret that is being rewritten refuses
 * nobody.
 */
final class SourceCompiler {

    /** The Secret of a source that names none, and the key in it. */
    static final String GENERATED_SECRET_SUFFIX = "-write-key";

    static final String GENERATED_SECRET_KEY = "writeKey";

    /** Where a source says nothing of its keys. */
    private static final String GENERATED_PATH = "spec.writeKeys";

    private static final int MOST_KEY_CHARACTERS = 256;

    private final Compilation plan;

    SourceCompiler(Compilation plan) {
        this.plan = plan;
    }

    void compile(Source source) {
        ResourceId id = ResourceId.of(source);
        Checked<Source> checked = Checked.of(source, Source.class);
        SourceSpec spec = checked.resource().getSpec();
        plan.report(id, checked.diagnostics());
        if (!checked.valid()) {
            keep(id.name(), spec.active());
            plan.keeps(id);
            return;
        }
        List<Diagnostic> found = new ArrayList<>();
        Map<String, SourceDocument.WriteKey> keys = new LinkedHashMap<>();
        boolean complete = true;
        if (spec.writeKeys().isEmpty()) {
            complete =
                    add(keys, id.name() + GENERATED_SECRET_SUFFIX, GENERATED_SECRET_KEY, null, GENERATED_PATH, found);
        }
        for (int i = 0; i < spec.writeKeys().size(); i++) {
            complete &= add(keys, spec.writeKeys().get(i), "spec.writeKeys[" + i + "]", found);
        }
        if (!complete) {
            plan.previous(SourceDocument.KIND + "." + id.name(), SourceDocument.class)
                    .ifPresent(last -> last.writeKeys().forEach(key -> keys.putIfAbsent(key.sha256(), key)));
        }
        keys.keySet().removeIf(sha -> takenByAnother(sha, id.name(), found));
        SourceDocument document = new SourceDocument(
                id.name(),
                spec.type().name().toLowerCase(Locale.ROOT),
                spec.active(),
                List.copyOf(keys.values()),
                spec.allowedOrigins(),
                spec.rateLimit() == null ? null : spec.rateLimit().perSecond(),
                spec.rateLimit() == null ? null : spec.rateLimit().perAddressPerSecond());
        Optional<Diagnostic> tooLarge = plan.tooLarge(document, "spec");
        tooLarge.ifPresent(found::add);
        plan.report(id, found);
        if (tooLarge.isPresent()) {
            keep(id.name(), spec.active());
        } else {
            plan.put(document);
        }
    }

    /** Keeps what is in force of a source that is not compiled. */
    void keep(Source source) {
        ResourceId id = ResourceId.of(source);
        plan.report(id, List.of());
        keep(id.name(), true);
    }

    private void keep(String name, boolean enabled) {
        plan.previous(SourceDocument.KIND + "." + name, SourceDocument.class).ifPresent(last -> {
            List<SourceDocument.WriteKey> keys = last.writeKeys().stream()
                    .filter(key -> !takenByAnother(key.sha256(), name, new ArrayList<>()))
                    .toList();
            plan.put(new SourceDocument(
                    name,
                    last.type(),
                    enabled && last.enabled(),
                    keys,
                    last.allowedOrigins(),
                    last.ratePerSecond(),
                    last.ratePerAddressPerSecond()));
        });
    }

    private boolean takenByAnother(String sha, String name, List<Diagnostic> found) {
        String owner = plan.ask(new Question.Owner(sha, name));
        if (owner.equals(name)) {
            return false;
        }
        found.add(Diagnostic.notAccepted(
                DiagnosticReason.KEY_CONFLICT,
                "spec.writeKeys",
                "the older source " + owner + " has the same write key: give this one a key of its own"));
        return true;
    }

    private boolean add(Map<String, SourceDocument.WriteKey> keys, WriteKey key, String path, List<Diagnostic> found) {
        Instant notAfter = null;
        if (key.notAfter() != null) {
            try {
                notAfter = OffsetDateTime.parse(key.notAfter()).toInstant();
            } catch (DateTimeException e) {
                found.add(Diagnostic.notAccepted(
                        DiagnosticReason.INVALID_SPEC,
                        path + ".notAfter",
                        "is no moment in time: write it as in 2027-01-01T00:00:00Z"));
                return false;
            }
        }
        return add(keys, key.secretKeyRef().name(), key.secretKeyRef().key(), notAfter, path + ".secretKeyRef", found);
    }

    private boolean add(
            Map<String, SourceDocument.WriteKey> keys,
            String secret,
            String key,
            @Nullable Instant notAfter,
            String path,
            List<Diagnostic> found) {
        @Nullable Map<String, Secret> values = plan.secret(secret);
        Secret value = values == null ? null : values.get(key);
        if (value == null) {
            found.add(Diagnostic.unresolved(
                    DiagnosticReason.REF_NOT_FOUND,
                    path,
                    values == null
                            ? "there is no Secret " + secret
                                    + (path.equals(GENERATED_PATH)
                                            ? " yet: the operator generates it"
                                            : ": create it, or correct the name")
                            : "Secret " + secret + " has no value under the key " + key + SecretValues.has(values)));
            return false;
        }
        String text = value.reveal().strip();
        String problem = problem(text);
        if (problem != null) {
            found.add(Diagnostic.unresolved(
                    DiagnosticReason.INVALID_SECRET,
                    path,
                    "the write key in Secret " + secret + " under the key " + key + " " + problem));
            return false;
        }
        String sha = sha256(text);
        if (keys.putIfAbsent(sha, new SourceDocument.WriteKey(sha, notAfter)) != null) {
            found.add(Diagnostic.warning(
                    DiagnosticReason.DUPLICATE_KEY,
                    path,
                    "an earlier entry has the same write key: only that one counts, take this one out"));
        }
        return true;
    }

    /** What keeps a text from being a write key that a client can send; ingest takes off the spaces around one, too. */
    private static @Nullable String problem(String key) {
        if (key.isEmpty()) {
            return "is empty";
        } else if (SecretValues.isNoText(key)) {
            return "is no UTF-8 text: write keys are texts, such as 32 letters and digits";
        } else if (key.length() > MOST_KEY_CHARACTERS) {
            return "has " + key.length() + " characters: at most " + MOST_KEY_CHARACTERS + " are possible";
        } else if (key.chars().anyMatch(c -> c <= ' ' || c == 0x7f || c == ':')) {
            return "holds a space, a line break or a colon, which a client's Basic authorization cannot carry";
        }
        return null;
    }

    private static String sha256(String text) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
