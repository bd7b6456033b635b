package dev.catchment.condition;

import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.common.exceptions.CelRuntimeException;
import java.util.Optional;

/**
 * What a function of ours, or a limit, has to say. Unlike CEL's own messages it never quotes a value, so
 * {@link Failures} shows it as it is. It travels as the cause of one of CEL's exceptions, which gets the position.
 */
final class FunctionFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean whole;

    private FunctionFailure(String message, boolean whole) {
        super(message, null, false, false);
        this.whole = whole;
    }

    static CelRuntimeException of(String message) {
        return new CelInvalidArgumentException(new FunctionFailure(message, false));
    }

    /** What is said in the words of the expression's author, and needs neither place nor expression. */
    static CelRuntimeException whole(String message) {
        return new CelInvalidArgumentException(new FunctionFailure(message, true));
    }

    /** What a function or limit said, if that is why an exception came. */
    static Optional<String> behind(Throwable exception) {
        return find(exception).map(Throwable::getMessage);
    }

    static boolean isWhole(Throwable exception) {
        return find(exception).filter(failure -> failure.whole).isPresent();
    }

    private static Optional<FunctionFailure> find(Throwable exception) {
        Throwable at = exception;
        while (at != null && !(at instanceof FunctionFailure)) {
            at = at.getCause();
        }
        return Optional.ofNullable((FunctionFailure) at);
    }
}
