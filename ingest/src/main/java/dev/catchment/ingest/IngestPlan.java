package dev.catchment.ingest;

import static dev.catchment.contract.plan.IngestSettings.DEFAULT_TRUSTED_PROXIES;
import static java.util.Objects.requireNonNullElse;

import dev.catchment.broker.PlanListener;
import dev.catchment.contract.plan.IngestSettings;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.contract.plan.SourceDocument;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The plan in force. Documents come from one thread; requests read {@link #keys()} from any. */
final class IngestPlan implements PlanListener {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final Function<String, SourceMeters> meters;
    private final IntConsumer opensLog;
    private final Map<String, Held> sources = new TreeMap<>();
    private @Nullable IngestSettings settings;
    private boolean complete;
    private volatile WriteKeys keys = WriteKeys.NONE;
    private volatile ClientAddress addresses = new ClientAddress(DEFAULT_TRUSTED_PROXIES);

    private record Held(SourceDocument document, LiveSource live) {}

    /** @param opensLog is told the number of partitions once, when the plan is complete */
    IngestPlan(Function<String, SourceMeters> meters, IntConsumer opensLog) {
        this.meters = meters;
        this.opensLog = opensLog;
    }

    WriteKeys keys() {
        return keys;
    }

    /** How to tell a client's address. */
    ClientAddress addresses() {
        return addresses;
    }

    @Override
    public void apply(PlanDocument document) throws RefusedException {
        switch (document) {
            case IngestSettings changed -> apply(changed);
            case SourceDocument source -> apply(source);
            default -> throw new RefusedException("no document of the ingest plane: " + document.key());
        }
    }

    private void apply(IngestSettings changed) throws RefusedException {
        if (changed.partitions() < 1) {
            throw new RefusedException("partitions must be at least 1");
        }
        if (complete && settings != null && settings.partitions() != changed.partitions()) {
            throw new RefusedException("partitions cannot change from " + settings.partitions() + " to "
                    + changed.partitions() + " while ingest runs");
        }
        addresses = addresses(changed);
        boolean first = complete && settings == null;
        settings = changed;
        if (first) {
            opensLog.accept(changed.partitions());
        }
    }

    private static ClientAddress addresses(IngestSettings changed) throws RefusedException {
        try {
            return new ClientAddress(requireNonNullElse(changed.trustedProxies(), DEFAULT_TRUSTED_PROXIES));
        } catch (IllegalArgumentException e) {
            throw new RefusedException("trustedProxies: " + e.getMessage());
        }
    }

    private void apply(SourceDocument document) throws RefusedException {
        for (SourceDocument.WriteKey key : document.writeKeys()) {
            if (!SHA256.matcher(key.sha256()).matches()) {
                throw new RefusedException("a write key's hash is not 64 hex digits");
            }
        }
        checkRate(document.ratePerSecond(), "ratePerSecond");
        checkRate(document.ratePerAddressPerSecond(), "ratePerAddressPerSecond");
        Held before = sources.get(document.name());
        LiveSource live = new LiveSource(
                document.name(),
                document.enabled(),
                origins(document),
                document.ratePerAddressPerSecond(),
                rateLimit(document, before),
                before == null ? meters.apply(document.name()) : before.live().meters());
        sources.put(document.name(), new Held(document, live));
        rebuild();
    }

    private static void checkRate(@Nullable Integer rate, String field) throws RefusedException {
        if (rate != null && rate < 1) {
            throw new RefusedException(field + " must be at least 1");
        }
    }

    private static AllowedOrigins origins(SourceDocument document) throws RefusedException {
        try {
            return AllowedOrigins.of(document.allowedOrigins());
        } catch (IllegalArgumentException e) {
            throw new RefusedException("allowedOrigins: " + e.getMessage());
        }
    }

    private static Optional<RateLimit> rateLimit(SourceDocument document, @Nullable Held before) {
        Integer rate = document.ratePerSecond();
        if (rate == null) {
            return Optional.empty();
        }
        return before != null && rate.equals(before.document().ratePerSecond())
                ? before.live().rateLimit()
                : Optional.of(new RateLimit(rate, System::nanoTime));
    }

    @Override
    public void remove(String key) {
        // Settings stay: a hub without them is being deleted, and what runs goes on until it is stopped.
        if (key.startsWith(SourceDocument.KIND + ".")) {
            sources.remove(key.substring(SourceDocument.KIND.length() + 1));
            rebuild();
        }
    }

    @Override
    public void complete() {
        complete = true;
        if (settings != null) {
            opensLog.accept(settings.partitions());
        }
        rebuild();
    }

    /** Only once for the first whole plan: it may hold thousands of sources. */
    private void rebuild() {
        if (complete) {
            WriteKeys.Builder builder = new WriteKeys.Builder();
            sources.values().forEach(held -> builder.add(held.document(), held.live()));
            keys = builder.build();
        }
    }
}
