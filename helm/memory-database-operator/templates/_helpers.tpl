{{- define "memdb.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "memdb.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{ .Values.serviceAccount.name | default .Release.Name }}
{{- else -}}
{{ required "serviceAccount.create is false: name the ServiceAccount in serviceAccount.name" .Values.serviceAccount.name }}
{{- end -}}
{{- end }}

{{- define "memdb.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end }}

{{/* What belongs to the cluster must not meet that of a release with the same name in another namespace. */}}
{{- define "memdb.clusterWide" -}}
{{ .Release.Namespace }}:{{ .Release.Name }}
{{- end }}

{{/* What the operator does in a namespace with MemoryDatabases. */}}
{{- define "memdb.rules" -}}
- apiGroups: [memdb.dev]
  resources: [memorydatabases]
  verbs: [get, list, watch]
- apiGroups: [memdb.dev]
  resources: [memorydatabases/status]
  verbs: [patch]
- apiGroups: [""]
  resources: [configmaps]
  verbs: [get, list, watch]
- apiGroups: [""] # by name, when a connection is opened: it cannot find out which there are
  resources: [secrets]
  verbs: [get]
- apiGroups: [""] # listed to tell why a pod does not start
  resources: [events]
  verbs: [create, patch, list]
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [pods]
  verbs: [list]
{{- end }}

{{- define "memdb.subjects" -}}
- kind: ServiceAccount
  name: {{ include "memdb.serviceAccount" . }}
  namespace: {{ .Release.Namespace }}
{{- end }}
