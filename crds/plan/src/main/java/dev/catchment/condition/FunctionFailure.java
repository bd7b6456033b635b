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

    private FunctionFailure(String message) {
        super(message, null, false, false);
    }

    static CelRuntimeException of(String message) {
        return new CelInvalidArgumentException(new FunctionFailure(message));
    }

    /** What a function or limit said, if that is why an exception came. */
    static Optional<String> behind(Throwable exception) {
        Throwable at = exception;
        while (at != null && !(at instanceof FunctionFailure)) {
            at = at.getCause();
        }
        return Optional.ofNullable(at).map(Throwable::getMessage);
    }
}
