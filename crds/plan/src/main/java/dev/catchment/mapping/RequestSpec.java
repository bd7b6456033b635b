package dev.catchment.mapping;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.catchment.condition.CelExpression;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request as a type declares it. Of its headers, the one named {@code *} is not a header but an object of headers.
 *
 * @param name by which others refer to its answer; null: none does
 * @param when null: it is always made
 * @param url parts of the URL; values behind the first part are percent-encoded
 * @param query parameters that are appended to it
 * @param answers what answers mean; the first that fits
 */
record RequestSpec(
        String where,
        @Nullable String name,
        @Nullable CelExpression when,
        Template method,
        List<Template> url,
        Map<String, Template> query,
        Map<String, Template> headers,
        AuthSpec auth,
        Body body,
        BatchSpec batch,
        List<SignatureSpec> signatures,
        List<AnswerSpec> answers) {
    static final String MORE_HEADERS = "*";

    /**
     * @param names what its expressions may refer to
     * @param typeWide what its type says of all requests
     */
    static RequestSpec read(SpecReader spec, Names names, TypeWide typeWide) throws MappingException {
        spec.only("name", "when", "method", "url", "query", "headers", "auth", "signature", "body", "batch", "answers");
        Names inRequests = names.only(Scope.IN_REQUESTS);
        Body body = Body.read(spec.at("body"), inRequests);
        AuthSpec auth = spec.at("auth").isAbsent() ? typeWide.auth() : AuthSpec.read(spec.at("auth"), names);
        return new RequestSpec(
                spec.where(),
                name(spec),
                when(spec.at("when"), names),
                method(spec, inRequests),
                url(spec, inRequests),
                spec.members("query", (name, value) -> query(value, inRequests)),
                spec.members("headers", (name, header) -> header(name, header, inRequests)),
                auth,
                body,
                BatchSpec.read(spec.at("batch"), body, names),
                signatures(spec),
                answers(spec, names, typeWide));
    }

    /** Templates of all but body, credentials and signature. */
    List<Template> headTemplates() {
        List<Template> templates = new ArrayList<>(url);
        templates.add(method);
        templates.addAll(query.values());
        templates.addAll(headers.values());
        return templates;
    }

    /** Names of headers that a secret goes into. */
    Set<String> secretHeaders() {
        Set<String> names = new HashSet<>(auth.headerNames());
        headers.forEach((header, template) -> {
            if (template.references().contains(Scope.SECRET)) {
                names.add(header);
            }
        });
        return names;
    }

    private static @Nullable String name(SpecReader spec) throws MappingException {
        String name = spec.text("name");
        if (name != null && !name.matches("[a-z][A-Za-z0-9]{0,63}")) {
            throw spec.at("name")
                    .problem("must be a name such as search: letters and digits, the first a small letter");
        }
        return name;
    }

    private static @Nullable CelExpression when(SpecReader when, Names names) throws MappingException {
        return when.isAbsent()
                ? null
                : Templates.condition(
                        when.where(), when.only("cel").requiredText("cel"), names.only(Scope.IN_CONDITIONS));
    }

    private static Template method(SpecReader spec, Names names) throws MappingException {
        String method = spec.text("method");
        if (method == null) {
            return new Template.Constant(TextNode.valueOf("POST"));
        }
        Template template = Templates.compileText(spec.at("method").where(), method, names);
        if (template.references().contains(Scope.SECRET)) {
            throw spec.at("method").problem("a secret must not stand in a method");
        }
        return template;
    }

    private static List<Template> url(SpecReader spec, Names names) throws MappingException {
        SpecReader url = spec.at("url");
        List<Template> parts = Templates.compileParts(url.where(), spec.requiredText("url"), names);
        if (Templates.references(parts).contains(Scope.SECRET) && !isSecretAsAWhole(parts)) {
            throw url.problem(
                    "a secret must not stand in a URL: URLs are logged on the way. Only a URL that is a secret"
                            + " as a whole is allowed, and a parameter of the query under auth.query");
        }
        return parts;
    }

    /** Then whoever logs URLs sees three asterisks; a part could not be told from the rest. */
    private static boolean isSecretAsAWhole(List<Template> parts) {
        return parts.size() == 1
                && parts.getFirst() instanceof Template.LookUp(String variable, List<String> keys)
                && variable.equals(Scope.SECRET)
                && keys.size() == 1;
    }

    private static Template query(SpecReader value, Names names) throws MappingException {
        Template template = Templates.compile(value.where(), value.node(), names);
        if (template.references().contains(Scope.SECRET)) {
            throw value.problem(
                    "a secret must not stand in a URL; if the tool knows no other way, write it under" + " auth.query");
        }
        return template;
    }

    private static Template header(String name, SpecReader header, Names names) throws MappingException {
        if (!name.equals(MORE_HEADERS)) {
            try {
                HeaderText.requireName(name);
            } catch (MappingException e) {
                throw e.within(header.where());
            }
        }
        Template template = Templates.compile(header.where(), header.node(), names);
        if (name.equals(MORE_HEADERS) && template.references().contains(Scope.SECRET)) {
            throw header.problem("a secret needs a header of its own, so that it can be masked");
        }
        return template;
    }

    private static List<SignatureSpec> signatures(SpecReader spec) throws MappingException {
        List<SignatureSpec> signatures = new ArrayList<>();
        for (SpecReader signature : spec.elements("signature")) {
            signatures.add(SignatureSpec.read(signature));
        }
        return signatures;
    }

    /** Its own rules come first. */
    private static List<AnswerSpec> answers(SpecReader spec, Names names, TypeWide typeWide) throws MappingException {
        List<AnswerSpec> answers = new ArrayList<>(AnswerSpec.readAll(spec, names.only(Scope.IN_ANSWERS)));
        answers.addAll(typeWide.answers());
        return answers;
    }
}
