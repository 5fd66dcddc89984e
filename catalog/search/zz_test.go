package search
import ("testing";"time";"runtime";"context";"github.com/merzim/merzim/catalog")
func TestZZ(t *testing.T){
 a:=time.Now(); c,d:=embedded(t); _ = catalog.Languages; t.Log("load",time.Since(a)); a=time.Now(); x,err:=New(c,d); if err!=nil{t.Fatal(err)}; t.Log("new",time.Since(a))
 var m runtime.MemStats; runtime.GC(); runtime.ReadMemStats(&m); t.Log("heap",m.HeapAlloc>>20)
 a=time.Now(); s:=x.newScratch(); tx:=x.texts(); n:=0; for _,q:=range tx{ x.read(q.words,s); n+=len(x.features(s,nil))}; t.Log("read",time.Since(a),len(tx),n)
 a=time.Now(); x.Train(context.Background()); t.Log("train",time.Since(a)); mo:=x.model.Load()
 z,small,one:=0,0,0; for _,w:=range mo.weights{ if w==0{z++}; if w<0.05&&w>-0.05{small++} }
 for i:=range mo.domain{ if mo.from[i+1]-mo.from[i]<=1{one++}}
 var mx,mn float32; for _,w:=range mo.weights{mx=max(mx,w);mn=min(mn,w)}
 var dx,dn float32; for _,w:=range mo.domain{dx=max(dx,w);dn=min(dn,w)}
 t.Log("rows",len(mo.domain),"weights",len(mo.weights),"zero",z,"small",small,"one",one,mx,mn,dx,dn, "entries",len(x.words.entries),"keys",len(x.words.keys))
 runtime.GC(); runtime.ReadMemStats(&m); t.Log("heap",m.HeapAlloc>>20)
}
