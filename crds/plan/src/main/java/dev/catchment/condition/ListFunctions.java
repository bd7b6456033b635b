package dev.catchment.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Functions over lists. They work on JSON, so elements and their numbers stay as they were. */
final class ListFunctions {
    private static final CelType DYN = SimpleType.DYN;
    private static final CelType LIST = ListType.create(SimpleType.DYN);
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ListFunctions() {}

    static List<LibraryFunction> functions() {
        return List.of(
                LibraryFunction.of("flatten", DYN, List.of(LIST), arguments -> flatten(arguments.list(0))),
                LibraryFunction.of("distinct", DYN, List.of(LIST), arguments -> distinct(arguments.list(0)))
                        .asSlow(),
                LibraryFunction.of("first", DYN, List.of(LIST), arguments -> element(arguments, 0)),
                LibraryFunction.of("last", DYN, List.of(LIST), arguments -> element(arguments, -1)),
                LibraryFunction.of("sum", DYN, List.of(LIST), ListFunctions::sum),
                join().asMember(),
                join());
    }

    private static LibraryFunction join() {
        return LibraryFunction.of("join", DYN, List.of(LIST, SimpleType.STRING), ListFunctions::join)
                .optional(1)
                .asSlow();
    }

    private static Object flatten(ArrayNode list) {
        ArrayNode flat = JSON.arrayNode(list.size());
        for (JsonNode element : list) {
            if (element instanceof ArrayNode inner) {
                flat.addAll(inner);
            } else {
                flat.add(element);
            }
        }
        return JsonValues.toCel(flat);
    }

    private static Object distinct(ArrayNode list) {
        Set<Object> seen = new HashSet<>();
        ArrayNode distinct = JSON.arrayNode(list.size());
        for (JsonNode element : list) {
            if (seen.add(element.isNumber() ? comparable(element) : element)) {
                distinct.add(element);
            }
        }
        return JsonValues.toCel(distinct);
    }

    /** 1, 1.0 and 1.00 are one number. */
    private static Object comparable(JsonNode number) {
        return number.isDouble() && !Double.isFinite(number.doubleValue())
                ? number.doubleValue()
                : number.decimalValue().stripTrailingZeros();
    }

    private static Object element(Arguments arguments, int index) {
        if (!(arguments.value(0) instanceof List<?> list)) {
            throw arguments.refusal(0, "a list");
        }
        return list.isEmpty() ? NullValue.NULL_VALUE : list.get(index < 0 ? list.size() - 1 : index);
    }

    /** Of what is written, so that 0.1 and 0.2 are 0.3. */
    private static Object sum(Arguments arguments) {
        BigDecimal sum = BigDecimal.ZERO;
        boolean whole = true;
        for (JsonNode element : arguments.list(0)) {
            if (element.isNull()) {
                continue;
            }
            if (!element.isNumber() || (element.isDouble() && !Double.isFinite(element.doubleValue()))) {
                throw arguments.failure("needs a list of numbers; toNumber() makes them of texts");
            }
            sum = sum.add(element.decimalValue());
            whole &= element.isIntegralNumber();
        }
        return JsonValues.toCel(whole ? JSON.numberNode(sum.toBigInteger()) : JSON.numberNode(sum));
    }

    private static Object join(Arguments arguments) {
        String separator = arguments.count() == 1 ? "" : arguments.text(1);
        StringBuilder joined = new StringBuilder();
        boolean first = true;
        for (JsonNode element : arguments.list(0)) {
            if (element.isContainerNode()) {
                throw arguments.failure("needs a list of texts, numbers and truth values");
            }
            if (!element.isNull()) {
                joined.append(first ? "" : separator).append(CastFunctions.plain(element));
                Limits.check(arguments, joined.length());
                first = false;
            }
        }
        return joined.toString();
    }
}
