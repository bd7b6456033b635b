package dev.catchment.mapping;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as a type declares it. Of its headers, the one named {@code *} is not a header but an object of headers.
 *
 * @param url parts of the URL; values behind the first part are percent-encoded
 * @param array whether the bodies of several events make one request, as a JSON array
 * @param rejected which of a batch's events an answer of success says were not taken; null: it never does
 */
record RequestSpec(
        String where,
        Template method,
        List<Template> url,
        Map<String, Template> headers,
        Body body,
        boolean array,
        @Nullable Template rejected,
        List<SignatureSpec> signatures) {
    static final String MORE_HEADERS = "*";

    static RequestSpec read(SpecReader spec) throws MappingException {
        spec.only("method", "url", "headers", "signature", "body", "batch");
        Body body = Body.read(spec.at("body"));
        return new RequestSpec(
                spec.where(),
                method(spec),
                url(spec),
                spec.members("headers", RequestSpec::header),
                body,
                array(spec, body),
                rejected(spec.at("batch")),
                signatures(spec));
    }

    /** Templates of all but body and signature. */
    List<Template> headTemplates() {
        List<Template> templates = new ArrayList<>(url);
        templates.add(method);
        templates.addAll(headers.values());
        return templates;
    }

    private static Template method(SpecReader spec) throws MappingException {
        String method = spec.text("method");
        if (method == null) {
            return new Template.Constant(TextNode.valueOf("POST"));
        }
        Template template = Templates.compileText(spec.at("method").where(), method, Scope.IN_REQUESTS);
        if (template.references().contains(Scope.SECRET)) {
            throw spec.at("method").problem("a secret may stand in headers and signatures only");
        }
        return template;
    }

    private static List<Template> url(SpecReader spec) throws MappingException {
        SpecReader url = spec.at("url");
        List<Template> parts = Templates.compileParts(url.where(), spec.requiredText("url"), Scope.IN_REQUESTS);
        if (Templates.references(parts).contains(Scope.SECRET)) {
            throw url.problem("a secret must not stand in a URL: URLs are logged on the way");
        }
        return parts;
    }

    private static Template header(String name, SpecReader header) throws MappingException {
        if (!name.equals(MORE_HEADERS)) {
            try {
                HeaderText.requireName(name);
            } catch (MappingException e) {
                throw e.within(header.where());
            }
        }
        Template template = Templates.compile(header.where(), header.node(), Scope.IN_REQUESTS);
        if (name.equals(MORE_HEADERS) && template.references().contains(Scope.SECRET)) {
            throw header.problem("a secret needs a header of its own, so that it can be masked");
        }
        return template;
    }

    private static boolean array(SpecReader spec, Body body) throws MappingException {
        SpecReader batch = spec.at("batch");
        if (batch.isAbsent()) {
            return false;
        }
        String mode = batch.only("mode", "size", "bytes", "rejected").text("mode");
        if (mode == null || mode.equals("none")) {
            return false;
        }
        if (!mode.equals("array")) {
            throw batch.at("mode").problem("unknown mode '" + mode + "'; known: array, none");
        }
        if (!(body instanceof Body.Json)) {
            throw batch.at("mode").problem("array needs a json body");
        }
        return true;
    }

    private static @Nullable Template rejected(SpecReader batch) throws MappingException {
        String text = batch.isAbsent() ? null : batch.text("rejected");
        if (text == null) {
            return null;
        }
        SpecReader rejected = batch.at("rejected");
        return Templates.compileText(rejected.where(), text, Scope.IN_ANSWERS);
    }

    private static List<SignatureSpec> signatures(SpecReader spec) throws MappingException {
        List<SignatureSpec> signatures = new ArrayList<>();
        for (SpecReader signature : spec.elements("signature")) {
            signatures.add(SignatureSpec.read(signature));
        }
        return signatures;
    }
}
