package dev.catchment.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.condition.ConditionException;
import dev.catchment.contract.ContractJson;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An action's request at one destination. */
final class RequestProgram {
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final String CONTENT_TYPE = "Content-Type";

    private final RequestSpec spec;
    private final Settings settings;
    private final List<Signer> signers;
    private final Set<String> secretHeaders;
    private final HeadMemory memory;

    private RequestProgram(RequestSpec spec, Settings settings, List<Signer> signers, Set<String> secretHeaders) {
        this.spec = spec;
        this.settings = settings;
        this.signers = signers;
        this.secretHeaders = secretHeaders;
        this.memory = HeadMemory.of(spec.headTemplates());
    }

    static RequestProgram bind(RequestSpec spec, Settings settings) throws MappingException {
        List<Signer> signers = new ArrayList<>();
        Scope scope = Scope.ofSettings(settings);
        for (SignatureSpec signature : spec.signatures()) {
            Signer signer = signature.bind(scope);
            if (signer != null) {
                signers.add(signer);
            }
        }
        Set<String> secretHeaders = new HashSet<>();
        spec.headers().forEach((name, template) -> {
            if (template.references().contains(Scope.SECRET)) {
                secretHeaders.add(name);
            }
        });
        return new RequestProgram(spec, settings, signers, secretHeaders);
    }

    /**
     * Renders method, URL and headers as far as they depend on settings alone, so that settings that give no request
     * are found before an event meets them.
     *
     * @param values templates of the action's fields
     */
    void check(Map<String, Template> values) throws MappingException {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        for (Template template : spec.headTemplates()) {
            if (template instanceof Template.LookUp lookUp
                    && lookUp.variable().equals(Scope.FIELDS)
                    && !lookUp.keys().isEmpty()
                    && values.get(lookUp.keys().getFirst()) instanceof Template.Constant constant) {
                fields.set(lookUp.keys().getFirst(), constant.value());
            } else if (!Set.of(Scope.CONFIG, Scope.SECRET).containsAll(template.references())) {
                return;
            }
        }
        try {
            Scope scope = new Scope(null, settings.config(), fields, settings.secrets(), () -> "", Map.of());
            head(scope);
        } catch (ConditionException e) {
            throw new MappingException(spec.where(), String.valueOf(e.getMessage()));
        }
    }

    boolean array() {
        return spec.array();
    }

    /** Method, URL and headers without signature; all of them checked. Of many events it is the same. */
    Head head(Scope scope) throws ConditionException, MappingException {
        Head known = memory.head(scope);
        if (known != null) {
            return known;
        }
        Head rendered = render(scope);
        memory.remember(scope, rendered);
        return rendered;
    }

    private Head render(Scope scope) throws ConditionException, MappingException {
        JsonNode method = spec.method().render(scope);
        String verb = method == null ? "" : JsonText.plain(method).toUpperCase(Locale.ROOT);
        if (!METHODS.contains(verb)) {
            throw new MappingException("method", "must be one of GET, POST, PUT, PATCH and DELETE");
        }
        String url = Templates.text(spec.url(), scope, true).textValue();
        return new Head(verb, UrlText.parse(url), Collections.unmodifiableSortedMap(headers(scope)));
    }

    record Head(String method, URI url, SortedMap<String, String> headers) {}

    private SortedMap<String, String> headers(Scope scope) throws ConditionException, MappingException {
        SortedMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Template more = spec.headers().get(RequestSpec.MORE_HEADERS);
        JsonNode open = more == null ? null : more.render(scope);
        if (open instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> header : object.properties()) {
                HeaderText.requireName(header.getKey());
                putHeader(headers, header.getKey(), header.getValue());
            }
        } else if (open != null && !open.isNull()) {
            throw new MappingException("headers", "must be an object");
        }
        // Those that the type names win.
        for (Map.Entry<String, Template> header : spec.headers().entrySet()) {
            if (!header.getKey().equals(RequestSpec.MORE_HEADERS)) {
                putHeader(headers, header.getKey(), header.getValue().render(scope));
            }
        }
        return headers;
    }

    private static void putHeader(Map<String, String> headers, String name, @Nullable JsonNode value)
            throws MappingException {
        if (value == null || value.isNull()) {
            return;
        }
        if (value.isContainerNode()) {
            throw new MappingException("headers." + name, "must be a text, a number, true or false");
        }
        String text = JsonText.plain(value);
        HeaderText.requireValue(name, text);
        headers.put(name, text);
    }

    /**
     * @param batched the body is an array, also of one
     * @param id names the request; asked for only if something needs it
     */
    OutgoingRequest render(List<Scope> scopes, boolean batched, Supplier<String> id, Instant attempt)
            throws ConditionException, MappingException {
        Head head = head(scopes.getFirst());
        Map<String, String> headers = new TreeMap<>(head.headers());
        String contentType = spec.body().contentType();
        if (contentType != null) {
            headers.putIfAbsent(CONTENT_TYPE, contentType);
        }
        List<byte[]> bodies = new ArrayList<>(scopes.size());
        for (Scope scope : scopes) {
            bodies.add(spec.body().render(scope));
        }
        byte[] first = bodies.getFirst();
        byte[] body = batched ? Body.array(bodies) : first;
        for (Signer signer : signers) {
            signer.sign(settings.config(), body, first, id.get(), attempt, headers);
        }
        return new OutgoingRequest(head.method(), head.url(), headers, body, secretHeaders);
    }

    /**
     * What an answer of success says of events that were not taken.
     *
     * @param body of the answer; what is no JSON is null to the expression
     */
    List<Rejected> rejected(int status, String body) throws ConditionException, MappingException {
        Template template = spec.rejected();
        if (template == null) {
            return List.of();
        }
        JsonNode list =
                template.render(Scope.ofValues(settings.config(), Map.of("status", (long) status, "body", json(body))));
        if (list == null || !list.isArray()) {
            throw new MappingException("batch.rejected", "must be a list");
        }
        List<Rejected> rejected = new ArrayList<>();
        for (JsonNode one : list) {
            if (!one.path("index").isIntegralNumber()) {
                throw new MappingException("batch.rejected", "each element needs an index");
            }
            rejected.add(new Rejected(
                    one.path("index").intValue(),
                    one.path("retry").asBoolean(false),
                    one.path("reason").asText("")));
        }
        return rejected;
    }

    private static JsonNode json(String text) {
        try {
            return ContractJson.EVENTS.readTree(text);
        } catch (JsonProcessingException e) {
            return NullNode.getInstance();
        }
    }
}
