package dev.catchment.condition;

import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelFunctionBinding;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A function that Catchment adds to CEL. The declared types let the compiler refuse what can never work; at run time
 * arguments come as they are, so that {@link Arguments} can say what was expected.
 *
 * @param required how many of the parameters must be given
 * @param member called as {@code value.name(…)}
 * @param lookUp how arguments that are paths are looked up, so that they may be missing at any step; null: they may not
 * @param nulls whether the body handles a first argument of null; otherwise null gives null
 * @param slow may make more of its input than that is long, or look at all of a list: not {@link Quick}
 */
record LibraryFunction(
        String name,
        CelType result,
        List<CelType> parameters,
        int required,
        boolean member,
        @Nullable String lookUp,
        boolean nulls,
        boolean slow,
        Body body) {

    /** What a function does. It ends, and leaves its arguments as they are. */
    @FunctionalInterface
    interface Body {
        /** @return a CEL value, {@link NullValue} for null */
        Object apply(Arguments arguments);
    }

    static LibraryFunction of(String name, CelType result, List<CelType> parameters, Body body) {
        return new LibraryFunction(name, result, parameters, parameters.size(), false, null, false, false, body);
    }

    /** With the last {@code count} parameters optional. */
    LibraryFunction optional(int count) {
        return new LibraryFunction(
                name, result, parameters, parameters.size() - count, member, lookUp, nulls, slow, body);
    }

    LibraryFunction asMember() {
        return new LibraryFunction(name, result, parameters, required, true, lookUp, nulls, slow, body);
    }

    /** One that takes missing paths, and so null too. */
    LibraryFunction takingMissing() {
        return takingMissing(MaybeMissing.LOOK_UP);
    }

    /** The same for one that takes numbers as they are written too. */
    LibraryFunction takingMissingAsWritten() {
        return takingMissing(MaybeMissing.LOOK_UP_WRITTEN);
    }

    private LibraryFunction takingMissing(String with) {
        return new LibraryFunction(name, result, parameters, required, member, with, true, slow, body);
    }

    LibraryFunction takingNull() {
        return new LibraryFunction(name, result, parameters, required, member, lookUp, true, slow, body);
    }

    LibraryFunction asSlow() {
        return new LibraryFunction(name, result, parameters, required, member, lookUp, nulls, true, body);
    }

    List<CelOverloadDecl> overloads() {
        return IntStream.rangeClosed(required, parameters.size())
                .mapToObj(this::overload)
                .toList();
    }

    private CelOverloadDecl overload(int arguments) {
        List<CelType> types = parameters.subList(0, arguments);
        return member
                ? CelOverloadDecl.newMemberOverload(overloadId(arguments), result, types)
                : CelOverloadDecl.newGlobalOverload(overloadId(arguments), result, types);
    }

    @SuppressWarnings("Immutable") // its parts are, and the bodies are functions without a state
    List<CelFunctionBinding> bindings() {
        return IntStream.rangeClosed(required, parameters.size())
                .mapToObj(arguments -> CelFunctionBinding.from(
                        overloadId(arguments), Collections.nCopies(arguments, Object.class), this::call))
                .toList();
    }

    /** Unlike any of CEL's own. */
    private String overloadId(int arguments) {
        return "catchment_" + (member ? "of_" : "") + name + "_" + arguments;
    }

    private Object call(Object[] values) {
        Arguments arguments = new Arguments(name.startsWith("@") ? name.substring(1) : name, values);
        if (!nulls && values.length > 0 && arguments.isNull(0)) {
            return NullValue.NULL_VALUE;
        }
        return body.apply(arguments);
    }
}
