package dev.catchment.mapping;

/** A type, or a destination's settings and mappings, that cannot be used. The message says where and why. */
public final class MappingException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param where such as {@code actions.send.fields.url} */
    public MappingException(String where, String problem) {
        super(where.isEmpty() ? problem : where + ": " + problem);
    }

    /** The same problem, seen from further outside. */
    MappingException within(String outer) {
        return new MappingException(outer, String.valueOf(getMessage()));
    }
}
