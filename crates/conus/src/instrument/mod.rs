//! How is pain asked and measured? Truth is never rounded; only its report is.
