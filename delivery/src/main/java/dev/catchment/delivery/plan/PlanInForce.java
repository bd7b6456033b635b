package dev.catchment.delivery.plan;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.catchment.broker.PlanListener;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Secret;
import dev.catchment.contract.plan.DeliverySettings;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.FilterDocument;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.contract.plan.Sealer;
import dev.catchment.contract.plan.TypeDocument;
import dev.catchment.filter.FilterSet;
import dev.catchment.mapping.MappingException;
import dev.catchment.mapping.TypeProgram;
import dev.catchment.pipeline.DestinationPipeline;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns documents into destinations. A destination is compiled when every document it needs is there in the revision it
 * needs; until then, and when it cannot be compiled, its former form stays. One that never had a form waits.
 */
public final class PlanInForce implements PlanListener {
    private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};

    private final Sealer sealer;
    private final Map<String, PlanDocument> documents = new HashMap<>();
    private final FilterSet filters = new FilterSet();
    /** By key of their documents. */
    private final Map<String, TypeProgram> types = new HashMap<>();

    private final Map<String, String> revisions = new HashMap<>();
    private final Map<String, DestinationForm> forms = new TreeMap<>();
    private final List<Follower> followers = new ArrayList<>();
    private @Nullable DeliverySettings settings;
    private boolean complete;

    /** Is told of every change, in order, by the plan's thread. */
    public interface Follower {
        void inForce(DestinationForm form);

        void gone(String destination);

        void settings(DeliverySettings settings);
    }

    public PlanInForce(Sealer sealer) {
        this.sealer = sealer;
    }

    /** Tells the follower all that is in force, and from then on what changes. */
    public synchronized void follow(Follower follower) {
        if (settings != null) {
            follower.settings(settings);
        }
        forms.values().forEach(follower::inForce);
        followers.add(follower);
    }

    public synchronized void leave(Follower follower) {
        followers.remove(follower);
    }

    /** The settings, once the whole plan has been read. */
    public synchronized @Nullable DeliverySettings settings() {
        return complete ? settings : null;
    }

    @Override
    public synchronized void apply(PlanDocument document) throws RefusedException {
        String key = document.key();
        switch (document) {
            case DeliverySettings changed -> {
                settings = changed;
                followers.forEach(f -> f.settings(changed));
            }
            case DestinationDocument destination -> {
                documents.put(key, destination);
                compile(destination);
            }
            case TypeDocument type -> supporting(type);
            case FilterDocument filter -> supporting(filter);
            default -> throw new RefusedException("not a document of the delivery plane: " + key);
        }
    }

    @Override
    public synchronized void remove(String key) {
        revisions.remove(key);
        types.remove(key);
        PlanDocument gone = documents.remove(key);
        switch (gone) {
            case DestinationDocument destination -> {
                forms.remove(destination.name());
                followers.forEach(f -> f.gone(destination.name()));
            }
            case FilterDocument filter -> {
                filters.remove(filter.name());
                recompile(d -> filter.destinations().covers(d.name()));
            }
            case null, default -> {}
        }
    }

    @Override
    public synchronized void complete() {
        complete = true;
    }

    private void supporting(PlanDocument document) throws RefusedException {
        documents.put(document.key(), document);
        revisions.put(document.key(), document.revision());
        switch (document) {
            case TypeDocument type -> {
                types.put(type.key(), compiled(type));
                recompile(d -> d.type().equals(type.name()) && d.typeVersion().equals(type.version()));
            }
            case FilterDocument filter -> {
                filters.put(filter);
                recompile(d -> filter.destinations().covers(d.name()));
            }
            default -> {}
        }
    }

    private static TypeProgram compiled(TypeDocument type) throws RefusedException {
        try {
            return TypeProgram.compile(type);
        } catch (MappingException e) {
            throw new RefusedException(String.valueOf(e.getMessage()), e);
        }
    }

    /** What one of them is refused for was or will be reported under its own key. */
    private void recompile(java.util.function.Predicate<DestinationDocument> which) {
        for (PlanDocument document : List.copyOf(documents.values())) {
            if (document instanceof DestinationDocument destination && which.test(destination)) {
                try {
                    compile(destination);
                } catch (RefusedException e) {
                    enforce(waiting(destination, String.valueOf(e.getMessage())));
                }
            }
        }
    }

    private void compile(DestinationDocument destination) throws RefusedException {
        String missing = missing(destination);
        if (missing != null) {
            enforce(waiting(destination, "waits for " + missing + " of the plan"));
            return;
        }
        TypeProgram type = types.get(TypeDocument.key(destination.type(), destination.typeVersion()));
        if (type == null) {
            String reason =
                    "destination type " + destination.type() + " " + destination.typeVersion() + " is not in the plan";
            enforce(waiting(destination, reason));
            throw new RefusedException(reason);
        }
        try {
            Map<String, Secret> secrets = secrets(destination);
            DestinationPipeline pipeline =
                    DestinationPipeline.compile(type, destination, filters.covering(destination.name()), secrets);
            enforce(new DestinationForm(destination, pipeline, mustWait(destination), List.copyOf(secrets.values())));
        } catch (MappingException | GeneralSecurityException | IOException e) {
            String reason = String.valueOf(e.getMessage());
            if (destination.hold() != null) {
                // It is to wait, and may lack what cannot be known yet: its Secret, for one.
                enforce(waiting(destination, reason));
                return;
            }
            enforce(waiting(destination, reason));
            throw new RefusedException(reason, e);
        }
    }

    private @Nullable String missing(DestinationDocument destination) {
        return destination.needs().entrySet().stream()
                .filter(need -> !Objects.equals(revisions.get(need.getKey()), need.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .orElse(null);
    }

    private Map<String, Secret> secrets(DestinationDocument destination) throws GeneralSecurityException, IOException {
        if (destination.sealed() == null) {
            return Map.of();
        }
        byte[] opened;
        try {
            opened = sealer.open(Base64.getDecoder().decode(destination.sealed()), destination.key());
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new GeneralSecurityException(
                    "its credentials cannot be opened: is the workspace key the operator's?", e);
        }
        Map<String, Secret> secrets = new HashMap<>();
        ContractJson.DOCUMENTS.readValue(opened, STRINGS).forEach((name, value) -> secrets.put(name, Secret.of(value)));
        return secrets;
    }

    /** The form there was of the same destination, or one that only waits. Whatever is to wait does so in both. */
    private DestinationForm waiting(DestinationDocument destination, String reason) {
        DestinationForm former = forms.get(destination.name());
        String mustWait = mustWait(destination);
        if (former == null || !former.document().uid().equals(destination.uid())) {
            return new DestinationForm(destination, null, mustWait == null ? reason : mustWait, List.of());
        }
        return mustWait == null
                ? former
                : new DestinationForm(former.document(), former.pipeline(), mustWait, former.secrets());
    }

    private static @Nullable String mustWait(DestinationDocument destination) {
        return destination.suspend() ? "suspended" : destination.hold();
    }

    private void enforce(DestinationForm form) {
        DestinationForm former = forms.put(form.name(), form);
        if (!form.equals(former)) {
            followers.forEach(f -> f.inForce(form));
        }
    }
}
