//! The kinds of changes.

/// Defines the kinds: each with its identifier, which stays as it is, and with what it means.
macro_rules! kinds {
    ($($(#[doc = $docs:literal])+ $kind:ident = $id:literal,)*) => {
        /// A kind of change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Kind {
            $($(#[doc = $docs])+ $kind,)*
        }

        impl Kind {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$kind),*];

            /// The identifier, in kebab-case. It stays as it is.
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$kind => $id,)*
                }
            }
        }
    };
}

kinds! {
    /// There is another operation.
    OperationAdded = "operation-added",
    /// An operation is gone.
    OperationRemoved = "operation-removed",
    /// An operation has another name or tag.
    OperationRenamed = "operation-renamed",
    /// An operation of the same name has another method or path.
    OperationMoved = "operation-moved",
    /// An operation is called with another order of arguments.
    ArgumentOrderChanged = "argument-order-changed",
    /// A required parameter is new.
    RequiredParameterAdded = "required-parameter-added",
    /// An optional parameter is new.
    OptionalParameterAdded = "optional-parameter-added",
    /// A parameter is gone.
    ParameterRemoved = "parameter-removed",
    /// A parameter of the path has another name.
    PathParameterRenamed = "path-parameter-renamed",
    /// A parameter of the path stands in another place of it.
    PathParameterMoved = "path-parameter-moved",
    /// A parameter must be given now.
    ParameterBecameRequired = "parameter-became-required",
    /// A parameter may be left out now.
    ParameterBecameOptional = "parameter-became-optional",
    /// A parameter has another type.
    ParameterTypeChanged = "parameter-type-changed",
    /// A parameter is written in another way.
    ParameterStyleChanged = "parameter-style-changed",
    /// An operation takes a body now, which must be given.
    RequiredRequestBodyAdded = "required-request-body-added",
    /// An operation takes a body now, which may be left out.
    OptionalRequestBodyAdded = "optional-request-body-added",
    /// An operation takes no body any more.
    RequestBodyRemoved = "request-body-removed",
    /// A body must be given now.
    RequestBodyBecameRequired = "request-body-became-required",
    /// A body may be left out now.
    RequestBodyBecameOptional = "request-body-became-optional",
    /// A body may be of another media type.
    RequestMediaTypeAdded = "request-media-type-added",
    /// A body may not be of a media type any more.
    RequestMediaTypeRemoved = "request-media-type-removed",
    /// A body has another type.
    RequestBodyTypeChanged = "request-body-type-changed",
    /// A status is documented now.
    ResponseStatusAdded = "response-status-added",
    /// A status is not documented any more.
    ResponseStatusRemoved = "response-status-removed",
    /// An answer may be of another media type.
    ResponseMediaTypeAdded = "response-media-type-added",
    /// An answer may not be of a media type any more.
    ResponseMediaTypeRemoved = "response-media-type-removed",
    /// An answer holds another type.
    ResponseBodyTypeChanged = "response-body-type-changed",
    /// A header of the answers is documented now.
    ResponseHeaderAdded = "response-header-added",
    /// A header of the answers is not documented any more.
    ResponseHeaderRemoved = "response-header-removed",
    /// A header of the answers has another type.
    ResponseHeaderTypeChanged = "response-header-type-changed",
    /// An operation needs other credentials.
    SecurityChanged = "security-changed",
    /// The token of an operation needs more scopes.
    ScopesAdded = "scopes-added",
    /// The token of an operation needs fewer scopes.
    ScopesRemoved = "scopes-removed",
    /// An operation pages through a list now.
    PaginationAdded = "pagination-added",
    /// An operation does not page through a list any more.
    PaginationRemoved = "pagination-removed",
    /// A list goes on in another way.
    PaginationChanged = "pagination-changed",
    /// Another header tells a request that is sent again.
    IdempotencyKeyChanged = "idempotency-key-changed",
    /// There is another type.
    TypeAdded = "type-added",
    /// A type is gone.
    TypeRemoved = "type-removed",
    /// A type has another name, and is the same otherwise.
    TypeRenamed = "type-renamed",
    /// A type is of another kind, or stands for another one.
    TypeChanged = "type-changed",
    /// Requests carry a type that only answers carried.
    TypeBecameSent = "type-became-sent",
    /// Requests do not carry a type any more.
    TypeNoLongerSent = "type-no-longer-sent",
    /// A required property is new.
    RequiredPropertyAdded = "required-property-added",
    /// An optional property is new.
    OptionalPropertyAdded = "optional-property-added",
    /// A property is gone.
    PropertyRemoved = "property-removed",
    /// A property must be there now.
    PropertyBecameRequired = "property-became-required",
    /// A property may be absent now.
    PropertyBecameOptional = "property-became-optional",
    /// A property may be null now.
    PropertyBecameNullable = "property-became-nullable",
    /// A property may not be null any more.
    PropertyBecameNotNullable = "property-became-not-nullable",
    /// A property has another type.
    PropertyTypeChanged = "property-type-changed",
    /// A property is sent by the server alone now.
    PropertyBecameReadOnly = "property-became-read-only",
    /// A property is not sent by the server alone any more.
    PropertyBecameNotReadOnly = "property-became-not-read-only",
    /// A property is sent by the client alone now.
    PropertyBecameWriteOnly = "property-became-write-only",
    /// A property is not sent by the client alone any more.
    PropertyBecameNotWriteOnly = "property-became-not-write-only",
    /// The properties of an object that new values begin with have another order.
    PropertyOrderChanged = "property-order-changed",
    /// What is said of other properties than those with a name changed.
    AdditionalPropertiesChanged = "additional-properties-changed",
    /// An enum has another value.
    EnumValueAdded = "enum-value-added",
    /// A value of an enum is gone.
    EnumValueRemoved = "enum-value-removed",
    /// A value of an enum has another name in Rust.
    EnumValueRenamed = "enum-value-renamed",
    /// A value may be of another type.
    UnionBranchAdded = "union-branch-added",
    /// A value may not be of a type any more.
    UnionBranchRemoved = "union-branch-removed",
    /// Another property, or another value of it, tells the types of a union apart.
    DiscriminatorChanged = "discriminator-changed",
    /// The one value of a type is another.
    ConstantChanged = "constant-changed",
    /// Fewer values are admitted.
    ConstraintTightened = "constraint-tightened",
    /// More values are admitted.
    ConstraintLoosened = "constraint-loosened",
    /// Other values are admitted.
    ConstraintChanged = "constraint-changed",
    /// What holds when nothing is given is something else.
    DefaultChanged = "default-changed",
    /// It is deprecated now.
    Deprecated = "deprecated",
    /// It is not deprecated any more.
    Undeprecated = "undeprecated",
    /// The URL that is called unless another one is given is something else.
    ServerChanged = "server-changed",
    /// The server's URL has another variable.
    ServerVariableAdded = "server-variable-added",
    /// A variable of the server's URL is gone.
    ServerVariableRemoved = "server-variable-removed",
    /// There is another security scheme.
    SecuritySchemeAdded = "security-scheme-added",
    /// A security scheme is gone.
    SecuritySchemeRemoved = "security-scheme-removed",
    /// A credential is sent in another way.
    SecuritySchemeChanged = "security-scheme-changed",
    /// There is another tag of operations.
    TagAdded = "tag-added",
    /// A tag of operations is gone.
    TagRemoved = "tag-removed",
    /// Tags are cargo features now, since there are several.
    TagsBecameFeatures = "tags-became-features",
    /// Tags are no cargo features any more, since there is one at most.
    TagsNoLongerFeatures = "tags-no-longer-features",
    /// There is another webhook or callback.
    WebhookAdded = "webhook-added",
    /// A webhook or callback is gone.
    WebhookRemoved = "webhook-removed",
    /// A webhook or callback brings another type.
    WebhookBodyTypeChanged = "webhook-body-type-changed",
    /// A public item changes that nothing above explains: its name, its features or its signature.
    RustItemChanged = "rust-item-changed",
    /// Only documentation changed.
    DocumentationChanged = "documentation-changed",
}
