package dev.catchment.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Suppliers;
import dev.catchment.condition.ConditionException;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One of an action's requests at one destination. */
final class RequestProgram {
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final String CONTENT_TYPE = "Content-Type";
    private static final String AUTHORIZATION = "Authorization";
    /** What is known only while the requests are made. */
    private static final Set<String> LATE = Set.of(Scope.ANSWERS, Scope.TOKEN);

    private final RequestSpec spec;
    private final Settings settings;
    private final List<Signer> signers;
    private final Set<String> secretHeaders;
    private final @Nullable TokenGrant grant;
    private final HeadMemory memory;

    private RequestProgram(RequestSpec spec, Settings settings, List<Signer> signers, @Nullable TokenGrant grant) {
        this.spec = spec;
        this.settings = settings;
        this.signers = signers;
        this.secretHeaders = spec.secretHeaders();
        this.grant = grant;
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
        TokenGrant grant =
                spec.auth() instanceof AuthSpec.OAuth(OAuthSpec oauth) ? TokenGrant.bind(oauth, scope) : null;
        return new RequestProgram(spec, settings, signers, grant);
    }

    @Nullable String name() {
        return spec.name();
    }

    BatchSpec batch() {
        return spec.batch();
    }

    /** Where its access token comes from; null: it needs none. */
    @Nullable TokenGrant grant() {
        return grant;
    }

    boolean due(Scope scope) throws ConditionException {
        return spec.when() == null || Templates.holds(spec.when(), scope);
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
            head(Scope.ofSettings(settings).withFields(fields));
        } catch (ConditionException e) {
            throw new MappingException(spec.where(), String.valueOf(e.getMessage()));
        }
    }

    /** What events must have in common to share this request, as far as it is theirs. */
    Object key(Scope scope) throws ConditionException, MappingException {
        return List.of(conditionKey(scope), requestKey(scope));
    }

    /** It is asked of the first event of a batch only, so all of them must agree. */
    private Object conditionKey(Scope scope) throws ConditionException {
        if (spec.when() == null) {
            return true;
        }
        return Collections.disjoint(spec.when().references(), LATE)
                ? due(scope)
                : ActionProgram.read(Stream.of(new Template.Computed(spec.when())), scope);
    }

    private Object requestKey(Scope scope) throws ConditionException, MappingException {
        boolean once = spec.batch().mode() == BatchSpec.Mode.ONCE;
        List<Template> shared = new ArrayList<>(spec.headTemplates());
        if (once) {
            shared.addAll(spec.body().templates());
        }
        if (!once && Collections.disjoint(Templates.references(shared), LATE)) {
            Head head = head(scope);
            return List.of(head.method(), head.url(), head.headers());
        }
        return ActionProgram.read(shared.stream(), scope);
    }

    /** Method, URL and headers without signature and access token; all of them checked. Of many events it is the same. */
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
        return new Head(
                verb,
                UrlText.parse(UrlText.withQuery(url, query(scope))),
                Collections.unmodifiableSortedMap(headers(scope)));
    }

    record Head(String method, URI url, SortedMap<String, String> headers) {}

    private Map<String, JsonNode> query(Scope scope) throws ConditionException {
        if (spec.query().isEmpty() && !(spec.auth() instanceof AuthSpec.Query)) {
            return Map.of();
        }
        Map<String, JsonNode> query = new java.util.LinkedHashMap<>();
        putAll(query, spec.query(), scope);
        if (spec.auth() instanceof AuthSpec.Query(Map<String, Template> parameters)) {
            putAll(query, parameters, scope);
        }
        return query;
    }

    private static void putAll(Map<String, JsonNode> query, Map<String, Template> parameters, Scope scope)
            throws ConditionException {
        for (Map.Entry<String, Template> parameter : parameters.entrySet()) {
            JsonNode value = parameter.getValue().render(scope);
            if (value != null && !value.isNull()) {
                query.put(parameter.getKey(), value);
            }
        }
    }

    /** Those that stay; an access token comes with each attempt. */
    private void credentials(Scope scope, Map<String, String> headers) throws ConditionException, MappingException {
        switch (spec.auth()) {
            case AuthSpec.Basic(Template username, Template password) -> {
                String pair = Templates.plain(username, scope) + ":" + Templates.plain(password, scope);
                headers.put(
                        AUTHORIZATION,
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
            }
            case AuthSpec.Bearer(Template token) ->
                putHeader(
                        headers,
                        AUTHORIZATION,
                        new com.fasterxml.jackson.databind.node.TextNode("Bearer " + Templates.plain(token, scope)));
            case AuthSpec.Header(Map<String, Template> named) -> {
                for (Map.Entry<String, Template> header : named.entrySet()) {
                    putHeader(headers, header.getKey(), header.getValue().render(scope));
                }
            }
            case AuthSpec.None _, AuthSpec.Query _, AuthSpec.OAuth _ -> {}
        }
    }

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
        credentials(scope, headers);
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
     * A request, and the JSON bodies of the events in it.
     *
     * @param bodies only where an answer may be read with their help
     */
    record Made(OutgoingRequest request, List<JsonNode> bodies) {}

    /**
     * @param batched the request is one for a batch, also for a batch of one
     * @param id names the request; asked for only if something needs it
     */
    Made render(List<Scope> scopes, boolean batched, @Nullable AccessToken token, Supplier<String> id, Instant attempt)
            throws ConditionException, MappingException {
        Head head = head(scopes.getFirst());
        Map<String, String> headers = new TreeMap<>(head.headers());
        if (token != null) {
            HeaderText.requireValue(AUTHORIZATION, token.value().reveal());
            headers.put(AUTHORIZATION, "Bearer " + token.value().reveal());
        }
        String contentType = spec.body().contentType();
        if (contentType != null) {
            headers.putIfAbsent(CONTENT_TYPE, contentType);
        }
        Content content = content(scopes, batched);
        for (Signer signer : signers) {
            signer.sign(settings.config(), content.body(), content.first(), id.get(), attempt, headers);
        }
        OutgoingRequest request =
                new OutgoingRequest(head.method(), head.url(), headers, content.body(), secretHeaders);
        return new Made(request, content.bodies());
    }

    /** A body, and what the first event alone would have been. */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    private record Content(byte[] body, byte[] first, List<JsonNode> bodies) {}

    private Content content(List<Scope> scopes, boolean batched) throws ConditionException {
        BatchSpec batch = spec.batch();
        if (batch.wrap() != null) {
            return wrapped(scopes, batch.wrap());
        }
        if (!batched || batch.mode() == BatchSpec.Mode.ONCE) {
            byte[] body = spec.body().render(scopes.getFirst());
            return new Content(body, body, List.of());
        }
        if (spec.body() instanceof Body.Csv csv) {
            return new Content(csv.table(scopes), csv.render(scopes.getFirst()), List.of());
        }
        List<byte[]> bodies = new ArrayList<>(scopes.size());
        for (Scope scope : scopes) {
            bodies.add(spec.body().render(scope));
        }
        byte[] body = batch.mode() == BatchSpec.Mode.ARRAY ? Body.array(bodies) : joined(bodies);
        return new Content(body, bodies.getFirst(), List.of());
    }

    private Content wrapped(List<Scope> scopes, Template wrap) throws ConditionException {
        List<JsonNode> bodies = new ArrayList<>(scopes.size());
        for (Scope scope : scopes) {
            bodies.add(((Body.Json) spec.body()).value(scope));
        }
        Scope first = scopes.getFirst();
        ObjectNode fields = first.fields() == null ? JsonNodeFactory.instance.objectNode() : first.fields();
        Scope batch = first.with(
                Map.of(Scope.BODIES, JsonNodeFactory.instance.arrayNode().addAll(bodies), Scope.FIRST, fields));
        JsonNode body = wrap.render(batch);
        return new Content(
                JsonText.utf8(body == null ? JsonNodeFactory.instance.nullNode() : body),
                JsonText.utf8(bodies.getFirst()),
                bodies);
    }

    private static byte[] joined(List<byte[]> pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pieces.forEach(all::writeBytes);
        return all.toByteArray();
    }

    /**
     * What an answer means.
     *
     * @param finishes the requests behind it are not made
     */
    record Read(Reading reading, boolean finishes) {
        static Read of(Reading reading) {
            return new Read(reading, false);
        }
    }

    /**
     * Reads an answer by the type's rules.
     *
     * @param scope of expressions over the answer, made only if there are any
     * @param events in the request
     */
    Read read(Reply reply, Supplier<Scope> scope, int events) throws ConditionException, MappingException {
        // Most answers are fine, and no rule looks into them: then they are not parsed.
        Supplier<Scope> answer = Suppliers.memoize(scope::get);
        for (AnswerSpec rule : spec.answers()) {
            if (rule.fits(reply.status(), answer)) {
                return switch (rule.then()) {
                    case DONE -> taken(answer, events);
                    case FINISH -> new Read(new Reading.Taken(), true);
                    case RETRY -> Read.of(new Reading.Retry(reason(rule, reply, answer)));
                    case REFUSE -> Read.of(new Reading.Refused(reason(rule, reply, answer)));
                    case WAIT -> Read.of(new Reading.Wait(reason(rule, reply, answer)));
                };
            }
        }
        return reply.isSuccess() ? taken(answer, events) : Read.of(new Reading.Unread());
    }

    private Read taken(Supplier<Scope> scope, int events) throws ConditionException, MappingException {
        Template template = spec.batch().rejected();
        List<Rejected> rejected = template == null ? List.of() : rejected(template, scope.get(), events);
        return Read.of(rejected.isEmpty() ? new Reading.Taken() : new Reading.Partly(rejected));
    }

    /** An answer that does not speak of events that it did not take has taken all; one in no JSON says nothing at all. */
    private static List<Rejected> rejected(Template template, Scope answer, int events)
            throws ConditionException, MappingException {
        JsonNode list = template.render(answer);
        JsonNode body = answer.json(Scope.BODY);
        if ((list == null || list.isNull()) && (body == null || body.isNull())) {
            throw new MappingException("batch.rejected", "the answer is no JSON");
        }
        return Rejected.read(list, events);
    }

    private static String reason(AnswerSpec rule, Reply reply, Supplier<Scope> answer) throws ConditionException {
        String said = rule.reason() == null ? "" : Templates.plain(rule.reason(), answer.get());
        return "HTTP " + reply.status() + (said.isEmpty() ? "" : ": " + said);
    }
}
