package dev.catchment.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.condition.ConditionException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An action's request at one destination. */
final class RequestProgram {
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final String CONTENT_TYPE = "Content-Type";

    private final RequestSpec spec;
    private final Settings settings;
    private final List<Signer> signers;
    private final Set<String> secretHeaders;

    private RequestProgram(RequestSpec spec, Settings settings, List<Signer> signers, Set<String> secretHeaders) {
        this.spec = spec;
        this.settings = settings;
        this.signers = signers;
        this.secretHeaders = secretHeaders;
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

    boolean array() {
        return spec.array();
    }

    /** Method, URL and headers without signature; all of them checked. */
    Head head(Scope scope) throws ConditionException, MappingException {
        JsonNode method = spec.method().render(scope);
        String verb = method == null ? "" : JsonText.plain(method).toUpperCase(Locale.ROOT);
        if (!METHODS.contains(verb)) {
            throw new MappingException("method", "must be one of GET, POST, PUT, PATCH and DELETE");
        }
        String url = Templates.text(spec.url(), scope, true).textValue();
        return new Head(verb, url, headers(scope));
    }

    record Head(String method, String url, Map<String, String> headers) {}

    private Map<String, String> headers(Scope scope) throws ConditionException, MappingException {
        // Names differ in more than case; the last one of a name wins.
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Map.Entry<String, Template> header : spec.headers().entrySet()) {
            JsonNode value = header.getValue().render(scope);
            if (!header.getKey().equals(RequestSpec.MORE_HEADERS)) {
                putHeader(headers, header.getKey(), value);
            } else if (value instanceof ObjectNode more) {
                for (Map.Entry<String, JsonNode> each : more.properties()) {
                    HeaderText.requireName(each.getKey());
                    putHeader(headers, each.getKey(), each.getValue());
                }
            } else if (value != null && !value.isNull()) {
                throw new MappingException("headers", "must be an object");
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

    /** @param batched the body is an array, also of one */
    OutgoingRequest render(List<Scope> scopes, boolean batched, String id, Instant attempt)
            throws ConditionException, MappingException {
        Head head = head(scopes.getFirst());
        Map<String, String> headers = head.headers();
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
            signer.sign(settings.config(), body, first, id, attempt, headers);
        }
        return new OutgoingRequest(head.method(), UrlText.parse(head.url()), headers, body, secretHeaders);
    }
}
