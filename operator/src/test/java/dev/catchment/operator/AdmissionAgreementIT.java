package dev.catchment.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.api.v1alpha1.ApiJson;
import dev.catchment.api.v1alpha1.ConfigField;
import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.api.v1alpha1.DestinationTypeSpec;
import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.catalog.Catalog;
import dev.catchment.compile.Checkers;
import dev.catchment.compile.ConditionType;
import dev.catchment.compile.Diagnostic;
import dev.catchment.compile.Installation;
import dev.catchment.compile.PlanInput;
import dev.catchment.compile.ResourceId;
import dev.catchment.contract.Secret;
import dev.catchment.contract.plan.Sealer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The policy beside the compiler, over the whole catalogue: it must never refuse what the compiler accepts, and it must
 * refuse what it is there for.
 */
class AdmissionAgreementIT {
    private static final String NAMESPACE = "admission-agreement";
    private static final int VARIANTS = 400;
    private static final ObjectMapper MAPPER = ApiJson.mapper();
    private static final KubernetesSerialization YAML = new KubernetesSerialization(ApiJson.mapper(), true);
    private static final Pattern YAML_BLOCK = Pattern.compile("(?ms)^ *```yaml\\n(.*?)^ *```$");
    private static final Pattern COVERED = Pattern.compile("has no (action|such field|preset) .*|has no such field.*");

    private static KubernetesClient admin;
    private static Map<String, DestinationType> types;

    @BeforeAll
    static void prepare() {
        admin = CatchmentOperator.client(TestTeam.cluster().adminConfig());
        admin.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
        types = new TreeMap<>();
        for (DestinationType shipped : ShippedTypes.read()) {
            DestinationType type = new DestinationType();
            type.setMetadata(new ObjectMetaBuilder()
                    .withName(shipped.getMetadata().getName())
                    .withLabels(Map.of(Labels.BUILT_IN, "true", Labels.MANAGED_BY_KEY, Labels.MANAGED_BY))
                    .build());
            type.setSpec(shipped.getSpec());
            // what kube-apiserver answers has the schema's defaults
            types.put(
                    type.getMetadata().getName(),
                    admin.resource(type)
                            .patch(new PatchContext.Builder()
                                    .withPatchType(PatchType.SERVER_SIDE_APPLY)
                                    .withFieldManager("catchment-catalog")
                                    .withForce(true)
                                    .build()));
        }
        for (String type : types.keySet()) {
            ObjectNode unknown = destination(type, MAPPER.createObjectNode().put("unheardOf", 1));
            await().atMost(TestTeam.PATIENCE).until(() -> refusal(unknown)
                    .filter(text -> text.contains("denied request"))
                    .isPresent());
        }
    }

    @AfterAll
    static void tidy() {
        admin.namespaces().withName(NAMESPACE).delete();
        admin.close();
    }

    @Test
    void everyDestinationInTheRepositoryPasses() throws IOException {
        // Given
        List<ObjectNode> all = new ArrayList<>(catalogueCases());
        List<ObjectNode> written = written();
        all.addAll(written);

        // When
        List<Optional<String>> refusals =
                all.stream().map(AdmissionAgreementIT::refusal).toList();

        // Then
        assertThat(written).hasSizeGreaterThan(types.size());
        List<List<Diagnostic>> found = compile(all);
        for (int i = 0; i < all.size(); i++) {
            if (accepted(found.get(i))) {
                assertThat(refusals.get(i)).as(all.get(i).toString()).isEmpty();
            }
        }
        assertThat(found.stream().filter(AdmissionAgreementIT::accepted).count())
                .isGreaterThan(all.size() * 9L / 10);
    }

    @Test
    void variantsAreRefusedOnlyIfTheCompilerDoesNotAcceptThem() {
        // Given
        Random random = new Random(7);
        List<ObjectNode> good = catalogueCases();
        List<ObjectNode> variants = new ArrayList<>();
        for (int i = 0; i < VARIANTS; i++) {
            ObjectNode variant = good.get(random.nextInt(good.size())).deepCopy();
            for (int change = 0; change <= random.nextInt(2); change++) {
                vary(variant, random);
            }
            variants.add(variant);
        }
        List<List<Diagnostic>> found = compile(variants);

        // When // Then
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < variants.size(); i++) {
            Optional<String> refusal = refusal(variants.get(i));
            if (refusal.isPresent() && !refusal.get().contains("denied request")) {
                counts.merge("refused by the schema", 1, Integer::sum);
                continue;
            }
            String what = variants.get(i) + "\n" + found.get(i) + "\n" + refusal.orElse("passes");
            if (accepted(found.get(i))) {
                assertThat(refusal).as(what).isEmpty();
                counts.merge("accepted", 1, Integer::sum);
            } else if (found.get(i).stream().anyMatch(AdmissionAgreementIT::isCovered)) {
                assertThat(refusal).as(what).isPresent();
                counts.merge("refused", 1, Integer::sum);
            }
        }
        assertThat(counts)
                .as("both happen often")
                .hasEntrySatisfying("accepted", many -> assertThat(many).isGreaterThan(VARIANTS / 10))
                .hasEntrySatisfying("refused", many -> assertThat(many).isGreaterThan(VARIANTS / 4));
    }

    /** Whether the policy sees it too: what the type says of the spec, not what an expression does. */
    private static boolean isCovered(Diagnostic diagnostic) {
        return switch (diagnostic.reason()) {
            case SECRET_IN_CONFIG, INVALID_CONFIG -> true;
            case INVALID_MAPPING -> COVERED.matcher(diagnostic.message()).find();
            case INVALID_SPEC -> diagnostic.path().equals("spec.connectionMode");
            default -> false;
        };
    }

    private static void vary(ObjectNode destination, Random random) {
        ObjectNode spec = (ObjectNode) destination.get("spec");
        DestinationTypeSpec type = types.get(spec.get("type").asText()).getSpec();
        Map<String, ConfigField> settings =
                type.config() == null ? Map.of() : type.config().properties();
        ObjectNode config = spec.withObject("/config");
        switch (random.nextInt(9)) {
            case 0 -> config.remove(any(List.copyOf(new TreeMap<>(settings).keySet()), random));
            case 1, 2, 3 -> config.set(any(List.copyOf(new TreeMap<>(settings).keySet()), random), value(random));
            case 4 -> config.set("unheardOf", value(random));
            case 5 -> spec.put("connectionMode", random.nextBoolean() ? "cloud" : "device");
            case 6 -> {
                if (random.nextBoolean() || !spec.has("secretRef")) {
                    spec.remove("secretRef");
                } else {
                    String field = any(List.copyOf(new TreeMap<>(settings).keySet()), random);
                    spec.withObject("/secretRef/keys").put(field, "k");
                }
            }
            case 7 -> {
                ObjectNode mapping = spec.withArray("/mappings").addObject();
                String action = random.nextInt(4) == 0
                        ? "unheardOf"
                        : any(List.copyOf(new TreeMap<>(type.actions()).keySet()), random);
                mapping.put("name", "m" + random.nextInt(1_000_000)).put("action", action);
                mapping.putObject("when").put("cel", "true");
                List<String> fields = List.copyOf(type.fieldsOf(action));
                ObjectNode given = mapping.putObject("fields");
                if (!fields.isEmpty() && random.nextBoolean()) {
                    given.put(any(fields, random), "x");
                }
                if (random.nextInt(3) == 0) {
                    given.put("unheardOf", "x");
                }
            }
            default -> {
                if (random.nextBoolean()) {
                    spec.put("typeVersion", random.nextBoolean() ? type.version() : "0");
                } else {
                    String preset = random.nextBoolean() || type.presets().isEmpty()
                            ? any(List.of("*", "unheardOf"), random)
                            : type.presets().getFirst().name();
                    spec.withArray("/presets/disable").add(preset);
                }
            }
        }
    }

    private static JsonNode value(Random random) {
        String[] values = {
            "1",
            "1.5",
            "true",
            "'true'",
            "x",
            "''",
            "[]",
            "[a]",
            "[1, {}]",
            "{}",
            "{a: 1}",
            "null",
            "'https://x.example'"
        };
        return YAML.unmarshal("v: " + values[random.nextInt(values.length)], JsonNode.class)
                .get("v");
    }

    private static String any(List<String> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    /** The Destinations that the golden cases are about. */
    private static List<ObjectNode> catalogueCases() {
        List<ObjectNode> all = new ArrayList<>();
        for (String type : Catalog.types()) {
            for (JsonNode each :
                    YAML.unmarshal(Catalog.cases(type), JsonNode.class).get("cases")) {
                JsonNode own = each.path("destination");
                ObjectNode destination = destination(type, own.path("config"));
                ObjectNode spec = (ObjectNode) destination.get("spec");
                if (own.path("disabledPresets").size() > 0) {
                    spec.withObject("/presets").set("disable", own.get("disabledPresets"));
                }
                own.path("mappings").forEach(mapping -> {
                    ObjectNode complete = mapping.deepCopy();
                    if (!complete.has("when")) {
                        complete.putObject("when").put("cel", "true");
                    }
                    spec.withArray("/mappings").add(complete);
                });
                all.add(destination);
            }
        }
        return all;
    }

    /** Those in examples and documentation, that of the types included. */
    private static List<ObjectNode> written() throws IOException {
        Path root = Path.of("..");
        List<String> texts = new ArrayList<>();
        for (String folder : List.of("examples", "docs")) {
            try (Stream<Path> files = Files.walk(root.resolve(folder))) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    if (file.toString().endsWith(".yaml")) {
                        texts.add(Files.readString(file));
                    } else if (file.toString().endsWith(".md")) {
                        blocks(Files.readString(file), texts);
                    }
                }
            }
        }
        blocks(Files.readString(root.resolve("README.md")), texts);
        types.values().forEach(type -> blocks(String.valueOf(type.getSpec().docs()), texts));
        List<ObjectNode> found = new ArrayList<>();
        for (String text : texts) {
            for (String document : text.split("(?m)^---$", -1)) {
                if (document.contains("kind: Destination\n")) {
                    ObjectNode json = YAML.unmarshal(document, ObjectNode.class);
                    ((ObjectNode) json.get("metadata")).put("namespace", NAMESPACE);
                    found.add(json);
                }
            }
        }
        return found;
    }

    private static void blocks(String markdown, List<String> into) {
        YAML_BLOCK.matcher(markdown).results().forEach(block -> into.add(block.group(1)));
    }

    private static ObjectNode destination(String type, JsonNode config) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("apiVersion", "catchment.dev/v1alpha1").put("kind", "Destination");
        json.putObject("metadata").put("name", "crm").put("namespace", NAMESPACE);
        ObjectNode spec = json.putObject("spec").put("type", type);
        spec.putObject("workspaceRef").put("name", "acme");
        spec.putObject("sourceSelector");
        spec.set("config", config.isObject() ? config.deepCopy() : MAPPER.createObjectNode());
        spec.putObject("secretRef").put("name", "secret");
        return json;
    }

    private static Optional<String> refusal(ObjectNode destination) {
        try {
            admin.resource(MAPPER.convertValue(destination, GenericKubernetesResource.class))
                    .dryRun()
                    .create();
            return Optional.empty();
        } catch (KubernetesClientException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** What the compiler says of each of them, all in one workspace under names of their own. */
    private static List<List<Diagnostic>> compile(List<ObjectNode> destinations) {
        Workspace workspace = YAML.unmarshal(Manifests.WORKSPACE, Workspace.class);
        List<Destination> named = new ArrayList<>();
        for (ObjectNode each : destinations) {
            ObjectNode copy = each.deepCopy();
            copy.withObject("/metadata").put("name", "d" + named.size());
            copy.withObject("/spec/workspaceRef").put("name", "acme");
            named.add(MAPPER.convertValue(copy, Destination.class));
        }
        Map<String, Secret> values = new HashMap<>();
        types.values().stream()
                .map(DestinationType::getSpec)
                .filter(spec -> spec.config() != null)
                .forEach(spec ->
                        spec.config().properties().keySet().forEach(name -> values.put(name, Secret.of("made-up"))));
        var plan = Checkers.compiler()
                .compile(new PlanInput(
                        workspace,
                        List.of(),
                        named,
                        List.of(),
                        List.copyOf(types.values()),
                        Map.of("secret", values),
                        Map.of(),
                        Installation.standard(),
                        new Sealer(new byte[Sealer.KEY_BYTES])));
        return named.stream()
                .map(each -> plan.diagnostics().get(ResourceId.of(each)))
                .toList();
    }

    private static boolean accepted(List<Diagnostic> found) {
        return found.stream().noneMatch(each -> each.condition() == ConditionType.ACCEPTED);
    }
}
